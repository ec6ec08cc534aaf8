package io.holdfast.recovery.view;

import io.holdfast.recovery.worm.Listening;
import io.holdfast.recovery.worm.RegisterValue;
import io.holdfast.recovery.worm.Segments;
import io.holdfast.recovery.worm.SlotListener;
import io.holdfast.recovery.worm.WormClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Learns the group's views, in order, each once, and checks that each may follow the one before. Used by the node's
 * thread.
 */
public final class ViewFollower implements SlotListener {
    /** Views kept for people to look at. */
    public static final int HISTORY = 256;

    private final List<ViewListener> listeners = new ArrayList<>();
    private final ArrayDeque<View> history = new ArrayDeque<>();
    private final Listening listening;
    private View newest = View.BEFORE_ALL;
    private boolean isBase = true;
    private String fault;

    public ViewFollower(final WormClient client) {
        listening = client.listen(Segments.VIEWS, 1, this);
    }

    public void add(final ViewListener listener) {
        listeners.add(listener);
    }

    @Override
    public void onSlot(final int offset, final RegisterValue value) {
        learn(offset, value);
    }

    @Override
    public void onTrimmed(final int end) {
        if (end > newest.number() + 1) {
            // Older views are forgotten by the group: what comes next is taken as it is.
            isBase = false;
        }
    }

    /** A register of the views is known to hold this. Views out of order wait until the ones before are heard. */
    void learn(final long number, final RegisterValue value) {
        final View view = View.of(value);
        if (number <= newest.number() || fault != null || isBase && number > newest.number() + 1) {
            return;
        }
        fault = faultOf(view, number);
        if (fault != null) {
            return;
        }
        isBase = true;
        newest = view;
        history.add(view);
        if (history.size() > HISTORY) {
            history.remove();
        }
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).onView(view);
        }
    }

    private String faultOf(final View view, final long number) {
        if (view == null || view.number() != number) {
            return "register " + number + " holds no view " + number;
        }
        return isBase ? ViewRules.fault(newest, view) : null;
    }

    /** There is said to be a newer view. */
    public void lookNow() {
        listening.lookNow();
    }

    public View newest() {
        return newest;
    }

    /** Whether all views up to now have been heard since this node began to listen. */
    public boolean isCurrent() {
        return listening.isCurrent();
    }

    /** What makes no sense in the registers; null if nothing. Such a node follows no views any more. */
    public String fault() {
        return fault;
    }

    /** The last views, oldest first. */
    public List<View> history() {
        return List.copyOf(history);
    }
}
