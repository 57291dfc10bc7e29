/// One of several clients of a home: what it does follows from what it has seen, which may be old.
struct WorldClient: Sendable {
    /// What a client has seen of an object.
    struct Copy: Sendable {
        /// The entity tag; nil once nobody knows what it says.
        var tag: String?
        /// The number of the object's state in the count of the world.
        let version: Int
        /// The text.
        let document: WorldDocument
    }

    /// A request that a client wants to send.
    struct Wish: Sendable {
        /// What to do.
        let operation: WorldOperation
        /// Under the condition that nothing has changed since this was seen; nil for none.
        var seen: Copy?
        /// How a file is sent, or removed.
        var way = WorldWay.streaming
        /// Whether it stores one of the halves that a series is cut into.
        var isHalf = false
    }

    /// How many states of an object a client remembers, to go back to.
    private static let memory = 5

    /// The most files of an object before it gets no more.
    private static let enough = 8

    private var copies: [WorldModel.Place: [Copy]] = [:]

    /// The places that the client has seen an object at, in an order that does not change.
    private var places: [WorldModel.Place] { copies.keys.sorted { $0.path < $1.path } }

    // MARK: Seeing

    /// Keeps what a GET has shown, or forgets what is not there.
    mutating func see(_ copy: Copy?, at place: WorldModel.Place) {
        guard let copy else {
            // A client that finds an object gone may want it back.
            forgetTags { $0 == place }
            return
        }
        copies[place, default: []].append(copy)
        copies[place] = copies[place]?.suffix(Self.memory)
    }

    /// Forgets entity tags that may or may not be good.
    mutating func forgetTags(where isDoubtful: (WorldModel.Place) -> Bool) {
        for place in copies.keys where isDoubtful(place) {
            for index in (copies[place] ?? []).indices { copies[place]?[index].tag = nil }
        }
    }

    // MARK: Wishing

    /// Chooses a place to look at.
    func placeToSee(_ choices: inout WorldChoices) -> WorldModel.Place {
        choices.isLikely(70) ? places.randomElement(using: &choices.random) ?? choices.place() : choices.place()
    }

    /// Chooses what to do next: one request, or two that belong together.
    ///
    /// - Parameters:
    ///   - wanted: Where to do it, if the client has seen an object there.
    ///   - choices: The choices.
    /// - Returns: The wishes; none where the client finds nothing to do.
    func wishes(at wanted: WorldModel.Place? = nil, _ choices: inout WorldChoices) -> [Wish] {
        guard let place = wanted ?? places.randomElement(using: &choices.random), let seen = copies[place]?.last,
            choices.isLikely(88)
        else { return [Wish(operation: choices.fresh(at: wanted))] }
        switch Int.random(in: 0..<100, using: &choices.random) {
        case 0..<37: return [post(to: place, seen, &choices)]
        case 37..<46: return [restoration(at: place, &choices) ?? post(to: place, seen, &choices)]
        case 46..<72: return [put(at: place, seen, &choices)]
        case 72..<78: return split(place, seen, &choices)
        case 78..<83: return [conditional(.delete(place), seen, &choices)]
        case 83..<94:
            return [Wish(operation: .transfer(place, to: choices.destination(besides: place), choices.transfer()))]
        default: return [Wish(operation: choices.ofCalendars())]
        }
    }

    private func conditional(_ operation: WorldOperation, _ seen: Copy?, _ choices: inout WorldChoices) -> Wish {
        let condition = seen?.tag != nil && choices.isLikely(50) ? seen : nil
        return Wish(
            operation: operation,
            seen: condition,
            way: choices.way(of: operation, isConditional: condition != nil)
        )
    }

    private func post(to place: WorldModel.Place, _ seen: Copy, _ choices: inout WorldChoices) -> Wish {
        let files = seen.document.parts.flatMap(\.attachments).compactMap(\.managedID)
        let rid = choices.rid(in: seen.document)
        guard let id = files.randomElement(using: &choices.random),
            choices.isLikely(files.count > Self.enough ? 90 : 40)
        else { return conditional(.add(place, rid: rid, choices.file()), seen, &choices) }
        return conditional(
            choices.isLikely(40)
                ? .update(place, id, id: id, choices.file()) : .remove(place, id, id: id, rid: rid),
            seen,
            &choices
        )
    }

    /// Has a file back that the event had, or that another one has or had; nil where the client has seen none.
    private func restoration(at place: WorldModel.Place, _ choices: inout WorldChoices) -> Wish? {
        let isOwn = choices.isLikely(85)
        let seen = isOwn ? copies[place] ?? [] : places.flatMap { copies[$0] ?? [] }
        let present = isOwn && choices.isLikely(85) ? seen.last?.document.managedIDs ?? [] : []
        let ids = Set(seen.flatMap(\.document.managedIDs)).subtracting(present).sorted()
        guard let id = ids.randomElement(using: &choices.random) else { return nil }
        return conditional(.restore(place, id, id: id), nil, &choices)
    }

    /// Chooses how to edit the text: the last that was seen, or an older one, which undoes what came between.
    private func put(at place: WorldModel.Place, _ seen: Copy, _ choices: inout WorldChoices) -> Wish {
        let history = (copies[place] ?? []).map(\.document)
        let last = seen.document
        let document =
            switch Int.random(in: 0..<7, using: &choices.random) {
            case 0: (history.randomElement(using: &choices.random) ?? last).withoutInline()
            case 1: last.withoutInline().stripped()
            case 2: dropping(from: last.withoutInline(), &choices)
            case 3: borrowing(into: last.withoutInline(), &choices)
            case 4, 5: embedding(into: last.withoutInline(), &choices)
            default: last.withoutInline()
            }
        return conditional(.put(place, document.titled(choices.title())), seen, &choices)
    }

    /// Apple Calendar removes attachments so.
    private func dropping(from document: WorldDocument, _ choices: inout WorldChoices) -> WorldDocument {
        let part = document.parts.randomElement(using: &choices.random)
        let ids = (part?.attachments ?? []).compactMap(\.managedID)
        guard let part, let id = ids.randomElement(using: &choices.random) else { return document }
        return document.dropping(id, from: choices.isLikely(50) ? part.key : nil)
    }

    /// Evolution adds files so.
    private func embedding(into document: WorldDocument, _ choices: inout WorldChoices) -> WorldDocument {
        let index = document.parts.indices.randomElement(using: &choices.random) ?? 0
        guard document.parts[index].attachments.count <= Self.enough else { return document }
        return document.embedding(choices.inlineFile(), in: index)
    }

    /// RFC 8607 §3.7: an attachment of another object that this client has seen is added by PUT.
    private func borrowing(into document: WorldDocument, _ choices: inout WorldChoices) -> WorldDocument {
        let other = places.randomElement(using: &choices.random).flatMap { copies[$0]?.last?.document }
        let lines = (other?.parts[0].lines ?? []).filter { $0.isAttachment && !$0.isInlineAttachment }
        let present = Set(document.parts[0].attachments.map(\.uri))
        guard let line = lines.randomElement(using: &choices.random),
            let uri = CalendarText(Array(line.utf8)).attachments.first?.uri, !present.contains(uri),
            present.count <= Self.enough
        else { return document }
        return document.attaching(line)
    }

    /// A client that changes "this and all that follow" cuts the series in two, in either order.
    private func split(_ place: WorldModel.Place, _ seen: Copy, _ choices: inout WorldChoices) -> [Wish] {
        let days = seen.document.days
        guard days.count > 1 else { return [] }
        let day = Int.random(in: (days.lowerBound + 1)...days.upperBound, using: &choices.random)
        let (earlier, later) = seen.document.withoutInline().split(on: day, as: choices.uid())
        let halves = [
            Wish(operation: .put(place, earlier.titled(choices.title())), isHalf: true),
            Wish(operation: .put(choices.place(besides: place), later.titled(choices.title())), isHalf: true),
        ]
        return choices.isLikely(50) ? halves : halves.reversed()
    }
}
