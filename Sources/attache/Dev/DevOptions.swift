import ArgumentParser

/// The options of `attache dev`.
struct DevOptions: ParsableArguments {
    /// The directory.
    @Option(name: .customLong("data"), help: "The directory for everything that is kept.")
    var data = ".attache"

    /// The port of the front.
    @Option(name: .customLong("front-port"), help: "The port at which calendar clients reach the front.")
    var frontPort = 8080

    /// The first public port of the nodes.
    @Option(name: .customLong("blob-port"), help: "The public port of the first blob node; the others follow it.")
    var blobPort = 8081

    /// The first internal port.
    @Option(
        name: .customLong("internal-port"),
        help: "The internal port of the front; those of the blob nodes follow it."
    )
    var internalPort = 9080

    /// The number of nodes.
    @Option(name: .customLong("nodes"), help: "How many blob nodes there are (1 to 16); fixed by the first start.")
    var nodes = 1

    /// The number of shards.
    @Option(name: .customLong("shards"), help: "How many shards each node has (1 to 64); fixed by the first start.")
    var shards = 4

    /// The number of numbered users.
    @Option(
        name: .customLong("demo-users"),
        help: "How many users user01, user02, … there are beside alice, bob, carol and admin (0 to 1000)."
    )
    var demoUsers = 0

    /// The YAML file.
    @Option(name: .customLong("config"), help: "A YAML file with settings, such as attachments.max-size.")
    var config: String?

    /// Checks the numbers.
    func validate() throws {
        _ = try plan()
    }

    /// Returns what is to be run.
    ///
    /// - Throws: `DevError` for numbers that do not fit.
    func plan() throws(DevError) -> DevPlan {
        try DevPlan(
            data: data,
            ports: DevPlan.Ports(front: frontPort, firstBlob: blobPort, firstInternal: internalPort),
            shape: DevShape(nodes: nodes, shards: shards),
            demoUsers: demoUsers
        )
    }
}
