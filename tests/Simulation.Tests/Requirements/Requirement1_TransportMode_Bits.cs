using CsCheck;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>Req 1 in transport mode: signalling and prefix discovery reach the care-of address, which IPsec does not know.</summary>
[Clause("draft-1-transport-bits")]
public sealed class Requirement1_TransportMode_Bits
{
    [Fact]
    [Clause("6275-10.4.6-next-packet")]
    public void The_next_packet_after_a_binding_goes_to_the_new_care_of_address() => Gen.Int[0, CareOf.All.Length - 1].Array[1, 12].Sample(places =>
    {
        using var pair = new BitsPair();
        var handovers = new Handovers(pair);
        foreach (var place in places) handovers.FollowInTransportMode(CareOf.All[place]);
    }, iter: 200);

    [Fact]
    [Clause("6275-9.5.4-destination")]
    public void The_acknowledgement_goes_where_the_update_came_from()
    {
        using var pair = new BitsPair();
        var handovers = new Handovers(pair);
        foreach (var place in CareOf.All) handovers.AnswerTo(place);
    }
}
