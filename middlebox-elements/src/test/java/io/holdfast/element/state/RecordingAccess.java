package io.holdfast.element.state;

import io.holdfast.element.AccessControl;
import java.util.ArrayList;
import java.util.List;

/** Notes every access, and that begins and ends match. */
final class RecordingAccess implements AccessControl {
    private final List<String> accesses = new ArrayList<>();
    private String open;

    List<String> take() {
        final List<String> taken = new ArrayList<>(accesses);
        accesses.clear();
        return taken;
    }

    @Override
    public void beginRead(final int variable) {
        begin("r" + variable);
    }

    @Override
    public void endRead(final int variable) {
        end("r" + variable);
    }

    @Override
    public void beginWrite(final int variable) {
        begin("w" + variable);
    }

    @Override
    public void endWrite(final int variable) {
        end("w" + variable);
    }

    @Override
    public void localChange() {
        accesses.add("local");
    }

    private void begin(final String access) {
        if (open != null) {
            throw new AssertionError(access + " within " + open);
        }
        open = access;
    }

    private void end(final String access) {
        if (!access.equals(open)) {
            throw new AssertionError(access + " ends " + open);
        }
        accesses.add(access);
        open = null;
    }
}
