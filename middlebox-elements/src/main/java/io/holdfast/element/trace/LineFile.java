package io.holdfast.element.trace;

import io.holdfast.element.ElementContext;
import io.holdfast.element.SoftState;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A file of lines that an element writes; {@code -} is the standard output. In replay nothing is written.
 *
 * <p>After a fault, which is told once, nothing more is written.
 */
@SoftState("a file is no state")
public final class LineFile {
    private static final int BUFFER_BYTES = 1 << 16;

    private final ElementContext context;
    private final String owner;
    private final String filename;
    private OutputStream stream;

    private LineFile(final ElementContext context, final String owner, final String filename) {
        this.context = context;
        this.owner = owner;
        this.filename = filename;
    }

    /** Opens a file, over what it held; a fault is reported to the context. During initialize. */
    public static LineFile open(final ElementContext context, final String owner, final String filename) {
        final LineFile file = new LineFile(context, owner, filename);
        try {
            file.stream =
                    filename.equals("-") ? null : new BufferedOutputStream(context.openFile(filename), BUFFER_BYTES);
        } catch (final IOException e) {
            context.error(filename + ": " + e.getMessage());
        }
        return file;
    }

    /** Writes text with its ends of line. */
    public void write(final CharSequence text) {
        if (filename.equals("-")) {
            context.print(text.toString());
            return;
        }
        run(() -> stream.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** Hands what has gathered to the operating system. */
    public void flush() {
        run(() -> stream.flush());
    }

    /** Ends writing. */
    public void close() {
        run(() -> stream.close());
        stream = null;
    }

    private interface Action {
        void run() throws IOException;
    }

    private void run(final Action action) {
        if (stream == null) {
            return;
        }
        try {
            action.run();
        } catch (final IOException e) {
            context.chatter(owner + ": " + filename + ": " + e.getMessage() + "; writing ends");
            stream = null;
        }
    }
}
