import Testing

/// Parsers of what lies on a disk take any bytes: they return a value that stands for exactly them, or refuse.
struct BinaryFormatFuzzTests {
    /// A trap, an endless loop or an allocation beyond the input's size ends the child process, which prints the seed.
    @Test(.timeLimit(.minutes(1)), arguments: BinaryFormat.allCases)
    func `a parser takes any bytes and accepts only what it would write`(_ format: BinaryFormat) async {
        await #expect(processExitsWith: .success) { [format = format as BinaryFormat] in
            try Fuzzing.limitMemory(to: 64 << 20)
            try Fuzzing(format: format, seed: 20_261_121).run()
        }
    }

    @Test(arguments: BinaryFormat.allCases)
    func `the corpus of a format has a sample that its parser accepts`(_ format: BinaryFormat) throws {
        let samples = try FuzzCorpus.samples(of: format)
        #expect(samples.contains { format.parsedAndEncoded($0) != nil })
    }
}
