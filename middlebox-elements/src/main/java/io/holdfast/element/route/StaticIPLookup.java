package io.holdfast.element.route;

/** LinearIPLookup whose routes cannot be changed. */
final class StaticIPLookup extends LinearIPLookup {
    @Override
    protected boolean isChangeable() {
        return false;
    }
}
