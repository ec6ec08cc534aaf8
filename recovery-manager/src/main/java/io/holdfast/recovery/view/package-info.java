/**
 * Who is master: views decided by write-once registers (DESIGN section 8).
 *
 * <p>{@link io.holdfast.recovery.view.View} v is what register v of the segment of views holds.
 * {@link io.holdfast.recovery.view.ViewFollower} learns views in order, {@link io.holdfast.recovery.view.ViewRules} says
 * which may follow which, {@link io.holdfast.recovery.view.FailureJudge} what a suspicion calls for, and
 * {@link io.holdfast.recovery.view.GroupMember} proposes the next view when it has to.
 */
package io.holdfast.recovery.view;
