"""Download an embedding model. Nothing else in the project downloads anything."""

from pathlib import Path

from assistant.commandline.reachable import trouble_connecting, without_secrets
from vectorstore.embedding.choosing import find_model
from vectorstore.errors import EmbeddingUnavailable

# What sentence-transformers loads; the same weights in the formats of other programs stay where they are.
_WANTED = ("*.json", "*.safetensors", "*.txt", "*.model", "*.jinja")
_UNWANTED = ("onnx/*", "openvino/*", "coreml/*", "gguf/*", "*.bin", "*.msgpack", "*.h5")


def fetch(name: str) -> Path:
    """The folder of a sentence-transformers model, downloaded into the Hugging Face cache if it is not there yet.

    Progress is shown on standard error.

    Raises:
        EmbeddingUnavailable: there is no such model, it is of another kind, or the server cannot be reached.
    """
    if (there := find_model(name)) is not None:
        return there
    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE:
        raise EmbeddingUnavailable(f"{name} cannot be downloaded while HF_HUB_OFFLINE is set; unset it and try again")
    if trouble := trouble_connecting(constants.ENDPOINT):
        raise EmbeddingUnavailable(
            f"{without_secrets(constants.ENDPOINT)} cannot be reached ({trouble}); connect to the network, "
            "set HF_ENDPOINT to a mirror, or give --embeddings the folder of a model copied from elsewhere"
        )
    _download(name)
    if (folder := find_model(name)) is None:
        raise EmbeddingUnavailable(f"{name} was downloaded in part; run fetch-model again")
    return folder


def _download(name: str) -> None:
    import httpx
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.errors import HFValidationError, RepositoryNotFoundError

    try:
        listed = HfApi().model_info(name, timeout=10)
        _check_kind(name, [each.rfilename for each in listed.siblings or ()])
        snapshot_download(name, allow_patterns=list(_WANTED), ignore_patterns=list(_UNWANTED))
    except (RepositoryNotFoundError, HFValidationError) as exc:
        raise EmbeddingUnavailable(
            f"there is no public model {name!r}; give the name of a sentence-transformers model, "
            "such as intfloat/multilingual-e5-small"
        ) from exc
    except (OSError, httpx.HTTPError) as exc:
        reason = next(iter(str(exc).strip().splitlines()), type(exc).__name__)
        raise EmbeddingUnavailable(f"{name} could not be downloaded ({reason}); try again later") from exc


def _check_kind(name: str, files: list[str]) -> None:
    if "modules.json" not in files:
        raise EmbeddingUnavailable(
            f"{name} is not a sentence-transformers model (it has no modules.json); give another"
        )
    if not any(file.endswith(".safetensors") for file in files):
        raise EmbeddingUnavailable(f"{name} has no weights in the safetensors format; give another model")
