/** The command line: flow heads and scores of captures, and training of models. */
package org.ldpi.training;
