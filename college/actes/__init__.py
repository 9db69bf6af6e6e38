"""The act after the vote: numbered, frozen bytes, signatures, register, documents asked for."""
