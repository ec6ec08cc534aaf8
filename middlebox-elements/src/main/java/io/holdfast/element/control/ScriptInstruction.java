package io.holdfast.element.control;

import io.holdfast.element.click.ConfigurationText;
import java.util.List;
import java.util.Locale;

/**
 * One instruction of a script.
 *
 * @param operation what to do
 * @param text what follows the word, not yet expanded
 */
record ScriptInstruction(Operation operation, String text) {
    /** What an instruction does. */
    enum Operation {
        SET,
        SETQ,
        INIT,
        INITQ,
        PRINT,
        PRINTN,
        PRINTQ,
        READ,
        READQ,
        WRITE,
        WRITEQ,
        SAVE,
        APPEND,
        PAUSE,
        WAIT,
        LABEL,
        GOTO,
        LOOP,
        EXIT,
        END,
        STOP,
        RETURN,
        RETURNQ,
        ERROR,
        ERRORQ
    }

    /** Reads an instruction; null if its word is not known. */
    static ScriptInstruction parse(final String argument) {
        final List<String> words = ConfigurationText.words(argument);
        final String word = words.isEmpty() ? "" : words.getFirst();
        final String text =
                words.isEmpty() ? "" : argument.strip().substring(word.length()).strip();
        final Operation operation = switch (word) {
            case "wait_stop", "wait_step" -> Operation.PAUSE;
            case "wait_for", "wait_time" -> Operation.WAIT;
            case "wait" -> text.isEmpty() ? Operation.PAUSE : Operation.WAIT;
            case "print_save" -> Operation.SAVE;
            default -> named(word);
        };
        return operation == null ? null : new ScriptInstruction(operation, text);
    }

    private static Operation named(final String word) {
        for (final Operation operation : Operation.values()) {
            if (operation.name().toLowerCase(Locale.ROOT).equals(word)) {
                return operation;
            }
        }
        return null;
    }

    /** The first word of the text. */
    String firstWord() {
        final List<String> words = ConfigurationText.words(text);
        return words.isEmpty() ? "" : words.getFirst();
    }

    /** What follows the first word of the text. */
    String restOfText() {
        return text.substring(firstWord().length()).strip();
    }
}
