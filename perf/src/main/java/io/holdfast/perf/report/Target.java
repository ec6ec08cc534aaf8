package io.holdfast.perf.report;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What a figure should reach.
 *
 * @param figure in words
 * @param wanted value
 * @param better which way is good
 * @param reached value, with its 95 % interval
 * @param unit of both
 */
public record Target(String figure, double wanted, Better better, Interval reached, String unit) {
    /** Whether it is. */
    @JsonIgnore
    public boolean isMet() {
        return better == Better.HIGHER ? reached.value() >= wanted : reached.value() <= wanted;
    }
}
