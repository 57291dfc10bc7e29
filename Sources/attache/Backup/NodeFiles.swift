import DeploymentBackup

/// The copying of a node's data as it shows at a terminal.
struct NodeFiles {
    /// What is copied, such as the ID of the node.
    let title: String

    /// Shows how far a copy is while it is made.
    ///
    /// - Parameter body: What copies, and tells the function that it is given how far it is.
    /// - Returns: The bytes that the copy has.
    /// - Throws: What the body throws.
    func copy(_ body: ((NodeCopy.Progress) -> Void) throws -> Void) throws -> UInt64 {
        let display = ProgressDisplay(title)
        defer { display.end() }
        var bytes: UInt64 = 0
        try body { progress in
            bytes = progress.bytes
            display.show(bytes: progress.bytes, of: progress.total)
        }
        return bytes
    }
}
