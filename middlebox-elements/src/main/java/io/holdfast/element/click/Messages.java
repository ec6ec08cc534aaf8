package io.holdfast.element.click;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All faults found in a configuration, in the order of the text. */
public final class Messages {
    private final List<Message> messages = new ArrayList<>();

    /**
     * Adds a fault.
     *
     * @param offset place in the text, by which faults are put in order
     * @param lines of the message, each as it is to be shown, landmark included
     */
    public void add(final int offset, final String... lines) {
        messages.add(new Message(offset, List.of(lines)));
    }

    public boolean isEmpty() {
        return messages.isEmpty();
    }

    /** The lines of all messages, ordered by place; faults of one place stay in the order found. */
    public List<String> lines() {
        return messages.stream()
                .sorted(Comparator.comparingInt(Message::offset))
                .distinct()
                .flatMap(message -> message.lines.stream())
                .toList();
    }

    private record Message(int offset, List<String> lines) {}
}
