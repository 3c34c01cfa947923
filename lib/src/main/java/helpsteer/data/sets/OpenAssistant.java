package helpsteer.data.sets;

import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.data.io.ChatMessages;
import helpsteer.data.io.ReadResult;
import helpsteer.data.io.Row;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Open Assistant's conversation trees (arXiv 2304.07327), unfolded into all paths from the root to a leaf.
 *
 * @param tree id of the tree; conversations of one tree share their beginning, so splits go by tree
 * @param turns the turns from root to leaf, users and assistants alternating
 */
public record OpenAssistant(String tree, List<LabelledTurn> turns) {
    /** Label values lie in 0..1 in the file and in 0..4 here, as NeMo-Aligner converts them. */
    private static final int SCALE = 4;

    private static final List<String> TREE = List.of("message_tree_id", "prompt");
    private static final List<String> MESSAGE = List.of("text", "role");

    /**
     * One turn and the mean of what volunteers said of it.
     *
     * @param labels by name, such as {@code quality} or {@code humor}, in 0..4; empty for a turn nobody labelled
     */
    public record LabelledTurn(Turn turn, Map<String, Integer> labels) {
        public LabelledTurn {
            labels = Map.copyOf(labels);
        }
    }

    public OpenAssistant {
        turns = List.copyOf(turns);
        for (int i = 0; i < turns.size(); i++) {
            Role due = i % 2 == 0 ? Role.USER : Role.ASSISTANT;
            Role role = turns.get(i).turn().role();
            if (role != due) {
                throw new IllegalArgumentException("turn " + i + " must be " + due + ", got " + role);
            }
        }
    }

    /** The conversation up to its last answer, without labels; none where nobody answered. */
    public Optional<Conversation> chat() {
        // users and assistants alternate, so an even number of turns ends with an answer
        int end = turns.size() - turns.size() % 2;
        List<Turn> all = turns.subList(0, end).stream().map(LabelledTurn::turn).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(new Conversation(all, Map.of(), "Open Assistant"));
    }

    /** The paths of every tree of a {@code .trees.jsonl.gz} file; a tree that cannot be read is one refusal. */
    public static ReadResult<OpenAssistant> read(Path file, Strictness reading) {
        ReadResult<List<OpenAssistant>> trees = Rows.read(file, reading, OpenAssistant::paths);
        return trees.with(trees.rows().stream().flatMap(List::stream).toList(), List.of());
    }

    private static List<OpenAssistant> paths(Row tree) {
        tree.required(TREE);
        List<OpenAssistant> found = new ArrayList<>();
        descend(tree.text("message_tree_id"), List.of(), tree.object("prompt"), found);
        return found;
    }

    private static void descend(String tree, List<LabelledTurn> above, Row message, List<OpenAssistant> found) {
        message.required(MESSAGE);
        List<LabelledTurn> path = new ArrayList<>(above);
        Turn turn = new Turn(ChatMessages.role(message.text("role")), message.text("text"));
        path.add(new LabelledTurn(turn, labels(message)));
        List<Row> replies = message.has("replies") ? message.objects("replies") : List.of();
        if (replies.isEmpty()) {
            found.add(new OpenAssistant(tree, path));
        }
        for (Row reply : replies) {
            descend(tree, path, reply, found);
        }
    }

    private static Map<String, Integer> labels(Row message) {
        Map<String, Integer> labels = new LinkedHashMap<>();
        if (message.has("labels")) {
            Row all = message.object("labels");
            for (String name : all.names()) {
                double value = all.object(name).number("value");
                if (value < 0 || value > 1) {
                    throw new IllegalArgumentException("label " + name + " must be in 0..1, got " + value);
                }
                // rint rounds halves to even, as Python's round does in the original conversion
                labels.put(name, (int) Math.rint(value * SCALE));
            }
        }
        return labels;
    }
}
