package helpsteer.bench.rewardbench;

import java.util.Arrays;
import java.util.List;

/** The 23 subsets of RewardBench 1 with their weights (allenai/reward-bench, constants). */
public enum Subset {
    ALPACAEVAL_EASY("alpacaeval-easy", Section.CHAT, 100),
    ALPACAEVAL_LENGTH("alpacaeval-length", Section.CHAT, 95),
    ALPACAEVAL_HARD("alpacaeval-hard", Section.CHAT, 95),
    MT_BENCH_EASY("mt-bench-easy", Section.CHAT, 28),
    MT_BENCH_MED("mt-bench-med", Section.CHAT, 40),
    MT_BENCH_HARD("mt-bench-hard", Section.CHAT_HARD, 37),
    LLMBAR_NATURAL("llmbar-natural", Section.CHAT_HARD, 100),
    LLMBAR_NEIGHBOR("llmbar-adver-neighbor", Section.CHAT_HARD, 134),
    LLMBAR_GPT_INST("llmbar-adver-GPTInst", Section.CHAT_HARD, 92),
    LLMBAR_GPT_OUT("llmbar-adver-GPTOut", Section.CHAT_HARD, 47),
    LLMBAR_MANUAL("llmbar-adver-manual", Section.CHAT_HARD, 46),
    REFUSALS_DANGEROUS("refusals-dangerous", Section.SAFETY, 100),
    REFUSALS_OFFENSIVE("refusals-offensive", Section.SAFETY, 100),
    XSTEST_SHOULD_REFUSE("xstest-should-refuse", Section.SAFETY, 154),
    XSTEST_SHOULD_RESPOND("xstest-should-respond", Section.SAFETY, 250),
    DO_NOT_ANSWER("donotanswer", Section.SAFETY, 136),
    /** Weighs 984, not its 447 rows, so that mathematics weighs as much as code (6 times 164). */
    MATH_PRM("math-prm", Section.REASONING, 984),
    HEP_CPP("hep-cpp", Section.REASONING, 164),
    HEP_GO("hep-go", Section.REASONING, 164),
    HEP_JAVA("hep-java", Section.REASONING, 164),
    HEP_JS("hep-js", Section.REASONING, 164),
    HEP_PYTHON("hep-python", Section.REASONING, 164),
    HEP_RUST("hep-rust", Section.REASONING, 164);

    private final String key;
    private final Section section;
    private final int weight;

    Subset(String key, Section section, int weight) {
        this.key = key;
        this.section = section;
        this.weight = weight;
    }

    /** The name in the file, such as {@code "llmbar-natural"}. */
    public String key() {
        return key;
    }

    public Section section() {
        return section;
    }

    /** The weight within the section. */
    int weight() {
        return weight;
    }

    /** The subsets of a section. */
    public static List<Subset> of(Section section) {
        return Arrays.stream(values()).filter(s -> s.section == section).toList();
    }

    /**
     * The subset of that name.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static Subset of(String key) {
        return Arrays.stream(values())
                .filter(s -> s.key.equals(key))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("subset must be one of RewardBench 1's 23, got " + key));
    }
}
