/** Decoders of the Llama and Qwen families: forward pass, KV cache, adapters, log-probabilities. */
@NullMarked
package helpsteer.nn.decoder;

import org.jspecify.annotations.NullMarked;
