/// A way in which each agent of a small graph depends on those before it.
struct SmallGraph: Sendable {
    /// How one agent depends on those before it.
    struct Joint: Sendable {
        var needs: [Int] = []
        var wants: [Int] = []
        var quorum: [Int] = []
        var quorumCount = 0
        var isRace = false

        func apply(to member: inout World.Member) {
            (member.needs, member.wants) = (self.needs, self.wants)
            (member.quorum, member.quorumCount, member.isRace) = (self.quorum, self.quorumCount, self.isRace)
        }
    }

    var joints: [Joint]

    /// All graphs of so many agents, each of which comes after its inputs.
    static func all(of count: Int) -> [SmallGraph] {
        (0..<count).reduce([SmallGraph(joints: [])]) { graphs, index in
            let joints = Self.joints(after: index)
            return graphs.flatMap { graph in joints.map { SmallGraph(joints: graph.joints + [$0]) } }
        }
    }

    /// Not at all, by need, by wish, or with others in one group: any number of them that is enough, or a race.
    ///
    /// A group of one would be a need.
    private static func joints(after count: Int) -> [Joint] {
        var joints = [Joint()]
        for index in 0..<count {
            joints = joints.flatMap { joint in
                var (need, want, group) = (joint, joint, joint)
                need.needs.append(index)
                want.wants.append(index)
                group.quorum.append(index)
                return [joint, need, want, group]
            }
        }
        return joints.flatMap { joint -> [Joint] in
            guard joint.quorum.count != 1 else { return [] }
            guard !joint.quorum.isEmpty else { return [joint] }
            let quorums = (1...joint.quorum.count).map { count in
                var joint = joint
                joint.quorumCount = count
                return joint
            }
            var race = joint
            (race.quorumCount, race.isRace) = (1, true)
            return quorums + [race]
        }
    }
}
