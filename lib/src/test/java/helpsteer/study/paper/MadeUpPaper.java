package helpsteer.study.paper;

import helpsteer.data.Attribute;
import helpsteer.run.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A small HelpSteer2 and a paper that prints its numbers, which are computed here by plain loops and not by the library:
 * 30 training and 10 validation pairs, a third of them of three turns.
 */
public final class MadeUpPaper {
    /** The part of the first HelpSteer. */
    public static final String FIRST = "helpsteer1-sample/nvidia_HelpSteer_sample.jsonl";

    /** The table of ratings and lengths without texts. */
    public static final String LENGTHS = "helpsteer2/human_ratings_3005_with_lengths.csv";

    private static final int PAIRS = 40;
    private static final int TRAIN = 30;
    private static final List<String> FILES = List.of(
            "table1.csv",
            "table2.csv",
            "table3.csv",
            "table4.csv",
            "table5.csv",
            "table6.csv",
            "numbers.csv",
            "text.csv",
            "models.csv",
            "runs.csv",
            "causes.csv",
            "parts.csv");

    private final Path paper;
    private final Path data;
    private final List<double[]> rows = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private int unequal;

    private MadeUpPaper(Path folder) {
        paper = folder.resolve("paper");
        data = folder.resolve("data");
    }

    /** Writes both below a folder. */
    public static MadeUpPaper in(Path folder) throws IOException {
        MadeUpPaper made = new MadeUpPaper(folder);
        made.draw(new SplittableRandom(5));
        Files.createDirectories(made.data.resolve("helpsteer2"));
        Files.createDirectories(made.paper);
        Files.write(made.data.resolve("helpsteer2/train.jsonl"), made.lines.subList(0, 2 * TRAIN));
        Files.write(made.data.resolve("helpsteer2/validation.jsonl"), made.lines.subList(2 * TRAIN, 2 * PAIRS));
        for (String name : FILES) {
            try (InputStream in = MadeUpPaper.class.getResourceAsStream("/helpsteer/paper/" + name)) {
                Files.write(made.paper.resolve(name), Objects.requireNonNull(in).readAllBytes());
            }
        }
        made.print();
        return made;
    }

    private void draw(SplittableRandom random) {
        for (int pair = 0; pair < PAIRS; pair++) {
            boolean turns = pair % 3 == 0;
            String question = "question " + pair + " ".repeat(random.nextInt(30)) + "?";
            String file =
                    turns ? question + "\\n<extra_id_1>Assistant\\nyes\\n<extra_id_1>User\\nand " + pair : question;
            int characters = file.replace("\\n", "n").length();
            int[] first = ratings(random);
            int[] second = ratings(random);
            unequal += pair < TRAIN && first[0] != second[0] ? 1 : 0;
            add(file, turns ? 3 : 1, characters, first, 10 + random.nextInt(90));
            add(file, turns ? 3 : 1, characters, second, 10 + random.nextInt(90));
        }
    }

    private static int[] ratings(SplittableRandom random) {
        int helpfulness = random.nextInt(5);
        int correctness = Math.min(4, helpfulness + random.nextInt(2));
        return new int[] {helpfulness, correctness, random.nextInt(5), random.nextInt(5), random.nextInt(5)};
    }

    private void add(String prompt, int turns, int characters, int[] ratings, int length) {
        double[] row = new double[8];
        for (int i = 0; i < 5; i++) {
            row[i] = ratings[i];
        }
        row[5] = turns;
        row[6] = characters;
        row[7] = length;
        rows.add(row);
        StringBuilder line =
                new StringBuilder("{\"prompt\": \"" + prompt + "\", \"response\": \"" + "r".repeat(length) + "\"");
        for (Attribute attribute : Attribute.values()) {
            line.append(", \"").append(attribute.key()).append("\": ").append(ratings[attribute.index()]);
        }
        lines.add(line.append("}").toString());
    }

    private void print() throws IOException {
        List<String> table = new ArrayList<>(Files.readAllLines(paper.resolve("table2.csv")));
        int start = table.size() - 8;
        for (int i = 0; i < 8; i++) {
            String[] cells = table.get(start + i).split(",", -1);
            String form = i < 6 ? "%.4f" : "%.1f";
            cells[2] = String.format(Locale.ROOT, form, mean(i));
            cells[4] = String.format(Locale.ROOT, form, Math.sqrt(product(i, i) / (rows.size() - 1)));
            cells[6] = i == 0 ? "1" : String.format(Locale.ROOT, "%.4f", correlation(i));
            table.set(start + i, String.join(",", cells));
        }
        Files.write(paper.resolve("table2.csv"), table);
        replace("text.csv", "responses,2.1,21362", "responses,2.1," + 2 * PAIRS);
        replace("text.csv", "prompts,2.1,10681", "prompts,2.1," + PAIRS);
        replace("text.csv", "training share (%),2.1,95", "training share (%),2.1,75");
        replace("text.csv", "validation share (%),2.1,5", "validation share (%),2.1,25");
        replace("text.csv", "multi-turn prompts (%),2.1,29", "multi-turn prompts (%),2.1,35");
        replace("text.csv", "helpfulness,4.3,7221", "helpfulness,4.3," + unequal);
        replace("text.csv", "2.2,0.0774", "2.2," + String.format(Locale.ROOT, "%.4f", -correlation(6)));
    }

    private double mean(int column) {
        return rows.stream().mapToDouble(row -> row[column]).sum() / rows.size();
    }

    private double product(int one, int other) {
        double sum = 0;
        for (double[] row : rows) {
            sum += (row[one] - mean(one)) * (row[other] - mean(other));
        }
        return sum;
    }

    private double correlation(int column) {
        return product(0, column) / Math.sqrt(product(0, 0) * product(column, column));
    }

    /** Puts a text in the place of another, which must be there, in a file of the paper. */
    public void replace(String name, String before, String now) throws IOException {
        Path file = paper.resolve(name);
        String text = Files.readString(file);
        if (!text.contains(before)) {
            throw new IllegalArgumentException(name + " must hold " + before + ", got none");
        }
        Files.writeString(file, text.replace(before, now));
    }

    /** Puts another number into a cell of Table 2. */
    public void printTableTwo(String row, int column, String printed) throws IOException {
        Path file = paper.resolve("table2.csv");
        List<String> table = Files.readAllLines(file).stream()
                .map(line -> {
                    String[] cells = line.split(",", -1);
                    if (cells[0].equals(row)) {
                        cells[column] = printed;
                    }
                    return String.join(",", cells);
                })
                .toList();
        Files.write(file, table);
    }

    /** The mean of a column, an attribute's by its index. */
    public double meanOf(Attribute attribute) {
        return mean(attribute.index());
    }

    /** Ratings and lengths of the first rows, as the table of ratings without texts has them. */
    public void writeLengths(int count) throws IOException {
        List<String> table = new ArrayList<>();
        table.add("helpfulness,correctness,coherence,complexity,verbosity,word_count,char_count");
        for (double[] row : rows.subList(0, count)) {
            String ratings = String.join(
                    ",",
                    IntStream.range(0, 5)
                            .mapToObj(i -> Integer.toString((int) row[i]))
                            .toList());
            table.add(ratings + ",3," + (int) row[7]);
        }
        Files.write(data.resolve(LENGTHS), table);
    }

    /** Declares how a file's rows were drawn, which its hash will tell. */
    public void declare(String file, String drawn) throws IOException {
        Path known = paper.resolve("parts.csv");
        List<String> parts = new ArrayList<>(Files.readAllLines(known));
        parts.add(file + "," + Hash.ofFile(data.resolve(file)) + "," + drawn + ",as the test says");
        Files.write(known, parts);
    }

    /** Lets the paper count ten times as many rows, and declares how ours were drawn from them. */
    public void makePart(String drawn) throws IOException {
        replace("text.csv", "responses,2.1,80", "responses,2.1,800");
        declare("helpsteer2/train.jsonl", drawn);
        declare("helpsteer2/validation.jsonl", drawn);
    }

    /** The same rows as a part of the first HelpSteer, of which Table 2 then prints the same as of the second. */
    public void writeFirst() throws IOException {
        Path file = data.resolve(FIRST);
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
        List<String> table = new ArrayList<>(Files.readAllLines(paper.resolve("table2.csv")));
        for (int i = table.size() - 8; i < table.size(); i++) {
            String[] cells = table.get(i).split(",", -1);
            cells[1] = cells[2];
            cells[3] = cells[4];
            cells[5] = cells[6];
            table.set(i, String.join(",", cells));
        }
        Files.write(paper.resolve("table2.csv"), table);
    }

    /** The folder of the data. */
    public Path data() {
        return data;
    }

    /** The paper's numbers as its files say now. */
    public PrintedPaper paper() {
        return PrintedPaper.in(paper);
    }

    @Override
    public String toString() {
        return Arrays.toString(lines.toArray());
    }
}
