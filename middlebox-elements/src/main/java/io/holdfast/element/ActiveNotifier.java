package io.holdfast.element;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A notifier that an element keeps: it calls {@link #wake()} when its state turns from no to yes. */
public final class ActiveNotifier implements Notifier {
    private final List<Task> listeners = new ArrayList<>();
    private final BooleanSupplier active;

    /**
     * Makes a notifier; an element does so when it is made, as others look for it before it is initialized.
     *
     * @param active the answer, computed from the element's state
     */
    public ActiveNotifier(final BooleanSupplier active) {
        this.active = active;
    }

    @Override
    public boolean isActive() {
        return active.getAsBoolean();
    }

    @Override
    public void listen(final Task task) {
        listeners.add(task);
    }

    /** Schedules all who listen. */
    public void wake() {
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).schedule();
        }
    }
}
