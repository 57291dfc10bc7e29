import ArgumentParser
import BlobModel

/// The ID of a node on the command line.
struct NodeArgument: ExpressibleByArgument {
    /// The ID.
    let id: NodeID

    /// Reads an ID; nil when it is none.
    init?(argument: String) {
        guard let id = try? NodeID(validating: argument) else { return nil }
        self.id = id
    }
}
