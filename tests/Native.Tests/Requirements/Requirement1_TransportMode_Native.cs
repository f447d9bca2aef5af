using DsMip.Simulation.Tests.Requirements;

namespace DsMip.Native.Tests.Requirements;

/// <summary>Req 1 in transport mode: what the kernel seals for the home address reaches the care-of address, which the kernel does not know.</summary>
[Clause("draft-1-transport-native")]
public sealed class Requirement1_TransportMode_Native(SharedTraffic shared) : IClassFixture<SharedTraffic>
{
    [NativeFact]
    public void The_next_packet_after_a_binding_goes_to_the_new_care_of_address()
    {
        var handovers = new Handovers(shared.Traffic);
        var random = new Random(1);
        for (var i = 0; i < 50; i++) handovers.FollowInTransportMode(CareOf.All[random.Next(CareOf.All.Length)]);
    }

    [NativeFact]
    public void The_acknowledgement_goes_where_the_update_came_from()
    {
        var handovers = new Handovers(shared.Traffic);
        foreach (var place in CareOf.All) handovers.AnswerTo(place);
    }
}
