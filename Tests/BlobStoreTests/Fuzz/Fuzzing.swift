import FoundationEssentials
import Glibc
import RandomTesting

/// Gives wrong bytes to the parser of a format.
struct Fuzzing {
    /// How many rounds a run has; `ATTACHE_TEST_ROUNDS` multiplies it.
    static var rounds: Int {
        let factor = ProcessInfo.processInfo.environment["ATTACHE_TEST_ROUNDS"].flatMap(Int.init) ?? 1
        return 2_000 * max(1, factor)
    }

    /// The format.
    let format: BinaryFormat
    /// The seed, which a failure prints.
    let seed: UInt64

    /// Ends the process at the first input that is accepted but is not what it stands for.
    func run() throws {
        let corpus = try FuzzCorpus.samples(of: format)
        for sample in corpus { check(sample) }
        var mutator = Mutator(corpus: corpus, seed: seed)
        for _ in 0..<Self.rounds {
            let bytes = mutator.next()
            check(bytes)
            check(format.repaired(bytes))
        }
    }

    /// Accepted input re-encodes to itself.
    private func check(_ bytes: [UInt8]) {
        guard let encoded = format.parsedAndEncoded(bytes) else { return }
        let isSame = format.isPrefix ? bytes.starts(with: encoded) : bytes == encoded
        precondition(isSame, "\(format.rawValue), seed \(seed): accepted, but of other bytes: \(Self.text(bytes))")
    }

    private static func text(_ bytes: [UInt8]) -> String {
        bytes.prefix(2_000).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

extension Fuzzing {
    /// Ends the process when it takes much more address space from now on, so that an oversized allocation is found.
    ///
    /// - Parameter room: The bytes that it may take beyond those that it has.
    /// - Throws: What keeps the process from knowing its own size.
    static func limitMemory(to room: UInt64) throws {
        let status = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let pages = status.split(separator: " ").first.flatMap { UInt64($0) } ?? 0
        let limit = rlim_t(pages * 4_096 + room)
        var value = rlimit(rlim_cur: limit, rlim_max: limit)
        let result = unsafe setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &value)
        precondition(result == 0, "The address space cannot be limited.")
    }
}
