/**
 * Checkpoints of PyTorch, read as data: a pickle is a program for a stack machine, of which only what builds numbers, names
 * and tensors is carried out here.
 */
package org.ldpi.training.checkpoint;
