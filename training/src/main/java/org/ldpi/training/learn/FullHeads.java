package org.ldpi.training.learn;

/** What full heads are scored by where an embedding has a part of each loss; shorter ones are scored by Deep SAD's part. */
public enum FullHeads {
    /** The contrastive loss's part: a full head has enough in it to tell kinds of traffic apart. */
    CONTRASTIVE,
    DEEP_SAD,
    BOTH
}
