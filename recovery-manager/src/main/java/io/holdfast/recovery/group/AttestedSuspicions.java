package io.holdfast.recovery.group;

import io.holdfast.recovery.attestation.Finding;
import io.holdfast.recovery.attestation.Word;
import io.holdfast.recovery.view.Suspicions;

/**
 * Whom a node suspects by the word of its group.
 *
 * <p>Who stores or forwards is attested though it may be unfit to be master: a detached master hands over by itself, a
 * detached replica still keeps the log. So a node's word for itself is more than another's for it: that it is fit. Used by
 * the node's thread.
 */
public final class AttestedSuspicions implements Suspicions {
    private final int self;
    private Word word;
    private int master;

    /** @param self number of the node that suspects */
    public AttestedSuspicions(final int self) {
        this.self = self;
    }

    /**
     * From now on this is what is said.
     *
     * @param newMaster number of the newest view's master, -1 if there is none
     */
    public void hear(final Word newWord, final int newMaster) {
        word = newWord;
        master = newMaster;
    }

    @Override
    public boolean attests(final int attester, final int attestee) {
        if (attester == attestee) {
            return attester == self ? isFit() : isFitAsFarAsSeen(word.finding(self, attester));
        }
        final Finding finding = word.finding(attester, attestee);
        if (finding == null) {
            // This node has not judged yet, or not in time: no reason to suspect. Of another, it is a word that has
            // expired.
            return attester == self;
        }
        return finding.isAtWork()
                && (finding != Finding.LEAVING || attestee == master)
                && !isCutOneWay(attester, attestee);
    }

    /** A master that stands still cannot hand over in order: others see it, and act. */
    private boolean isFit() {
        final Finding own = word.finding(self, self);
        return own == null || own == Finding.WORKS || own == Finding.STUCK && self == master;
    }

    /** Who cannot trust its own clock cannot tell whether others' clocks are right. */
    private boolean isFitAsFarAsSeen(final Finding finding) {
        return finding == Finding.WORKS || finding == Finding.UNSOUND && word.finding(self, self) == Finding.UNSOUND;
    }

    /** A replica that does not hear its master is of no use to it, though the master hears it. */
    private boolean isCutOneWay(final int attester, final int attestee) {
        return attester == self && self == master && word.finding(attestee, self) == Finding.SILENT;
    }
}
