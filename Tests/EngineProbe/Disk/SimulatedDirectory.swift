/// A directory of the simulated disk: its entries now, and the changes since it was synchronised.
struct SimulatedDirectory {
    /// A change of entries that is durable as a whole or not at all.
    enum Change {
        /// A name was given to a node.
        case set(String, Int)
        /// A name was removed.
        case remove(String)
        /// A node's name was changed.
        case rename(String, to: String, Int)
    }

    /// The nodes of the names now.
    private(set) var entries: [String: Int] = [:]
    private var durable: [String: Int] = [:]
    private var pending: [Change] = []

    /// Makes a change that is not durable yet.
    mutating func apply(_ change: Change) {
        Self.apply(change, to: &entries)
        pending.append(change)
    }

    /// Makes durable what the directory has now.
    mutating func synchronise() {
        durable = entries
        pending = []
    }

    /// Returns the entries as a loss of power may leave them: any of the later changes may be missing.
    func entries(after loss: inout PowerLoss) -> [String: Int] {
        var left = durable
        for change in pending where !loss.takes() { Self.apply(change, to: &left) }
        return left
    }

    private static func apply(_ change: Change, to entries: inout [String: Int]) {
        switch change {
        case .set(let name, let node): entries[name] = node
        case .remove(let name): entries[name] = nil
        case .rename(let name, let newName, let node):
            entries[name] = nil
            entries[newName] = node
        }
    }
}
