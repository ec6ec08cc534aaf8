package io.holdfast.element;

/**
 * Tells whether it is worth to pull from an output (there may be packets) or to push to an input (there may be room).
 *
 * <p>The answer must be a function of the element's state, so that it is right after a snapshot was loaded, too.
 */
public interface Notifier {
    /** One that always says yes: whoever asks goes on trying. */
    Notifier ALWAYS = new Notifier() {
        @Override
        public boolean isActive() {
            return true;
        }

        @Override
        public void listen(final Task task) {}
    };

    boolean isActive();

    /** Has a task scheduled whenever the answer may have become yes. Called while the graph is initialized. */
    void listen(Task task);
}
