package org.ldpi.api.model;

/** Where a model stands in the repository. */
public enum ModelState {
    /** Found, not yet checked, or its architecture is not there. */
    FOUND,
    /** Checked and refused; the entry's detail says why. */
    REFUSED,
    /** Checked, may serve. */
    READY,
    /** Scores beside the active model and raises no alert. */
    SHADOW,
    /** Scores and decides. */
    ACTIVE,
    /** Served once, kept for a rollback. */
    RETIRED
}
