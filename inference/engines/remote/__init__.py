"""Models behind a URL that speaks the protocol of OpenAI: vLLM, TGI, Ollama, `transformers serve`, or a service."""

from inference.engines.remote.engine import RemoteEngine

__all__ = ["RemoteEngine"]
