/** Learning: from samples to a model. */
package org.ldpi.training.learn;
