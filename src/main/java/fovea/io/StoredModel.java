package fovea.io;

import fovea.data.Preprocessing;
import fovea.model.Autoencoder;
import fovea.model.Hyperparameters;
import java.util.Optional;

/**
 * What a model file holds.
 *
 * @param hyperparameters what it was trained with; the defaults if the file does not say
 * @param preprocessing what its inputs went through; empty if the file does not say, as with models from elsewhere
 */
public record StoredModel(
    Autoencoder network, Hyperparameters hyperparameters, Optional<Preprocessing> preprocessing) {}
