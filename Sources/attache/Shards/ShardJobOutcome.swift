import BlobAPI

/// How a job at a node ended, for people to read.
struct ShardJobOutcome {
    private let status: ShardJobStatus

    /// Takes where the job stands after its end.
    init(_ status: ShardJobStatus) {
        self.status = status
    }

    /// Prints what the job did.
    ///
    /// - Throws: An exit code when it failed, waits for the operator, or found something.
    func tell() throws {
        if let problem = status.problem, status.state != .held {
            ShardExit.say("The \(status.job.rawValue) did not succeed: \(problem)")
            throw ShardExit.unavailable
        }
        print(status.outcome ?? "done")
        if let problem = status.problem {
            print(problem)
            throw ShardExit.findings
        }
        guard status.findings == 0 else {
            print("\(CountText(status.findings, "finding")); the node's log tells of each")
            throw ShardExit.findings
        }
    }
}
