package io.holdfast.perf.report;

/**
 * What a figure should reach.
 *
 * @param figure in words
 * @param wanted value
 * @param better which way is good
 * @param reached value
 * @param unit of both
 */
public record Target(String figure, double wanted, Better better, double reached, String unit) {
    public boolean isReached() {
        return better == Better.HIGHER ? reached >= wanted : reached <= wanted;
    }
}
