package fovea;

import fovea.io.StoredModel;
import fovea.train.TrainingHistory;

/**
 * What {@link Fovea#train} gives.
 *
 * @param model the network with the preprocessing of its inputs: what a model file holds
 * @param course how training went, iteration by iteration, and why it ended
 */
public record TrainedModel(StoredModel model, TrainingHistory course) {}
