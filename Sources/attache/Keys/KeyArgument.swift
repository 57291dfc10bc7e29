import ArgumentParser
import BlobModel

/// The ID of a signing key on the command line.
struct KeyArgument: ExpressibleByArgument {
    /// The ID.
    let id: SigningKeyID

    /// Reads an ID; nil when it is none.
    init?(argument: String) {
        guard let id = try? SigningKeyID(validating: argument) else { return nil }
        self.id = id
    }
}
