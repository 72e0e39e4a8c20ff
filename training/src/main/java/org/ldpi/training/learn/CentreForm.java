package org.ldpi.training.learn;

/** How embeddings of normal flows become centres. */
public enum CentreForm {
    /** Means of clusters, by k-means; with one centre the mean of all. */
    KMEANS,
    /**
     * Embeddings of which the farthest one from those chosen before is always the next: every embedding is as near to one
     * of them as can be (greedy k-centre, Sener and Savarese 2018; PatchCore, Roth et al. 2022).
     */
    CORESET,
    /** All embeddings. */
    BANK
}
