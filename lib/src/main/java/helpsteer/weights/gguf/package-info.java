/** GGUF files (llama.cpp's format): metadata, quantised blocks, tokenizer. */
@NullMarked
package helpsteer.weights.gguf;

import org.jspecify.annotations.NullMarked;
