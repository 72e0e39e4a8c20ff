/** Why a flow got its score: its fields are set to what is usual, one after the other, and the score is looked at. */
package org.ldpi.explain;
