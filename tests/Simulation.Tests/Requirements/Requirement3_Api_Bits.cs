using CsCheck;
using DsMip.Tunnel;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>Req 3 by asking the SAD: the Binding Update leaves by the new path, everything else by the old one, in any order.</summary>
[Clause("draft-3-api-bits")]
public sealed class Requirement3_Api_Bits
{
    [Fact]
    public void Only_Binding_Updates_take_the_new_path_whatever_else_is_sent() => Gen.Int[0, MovingMobileNode.Kinds.Length - 1].Array[1, 30].Sample(order =>
    {
        using var pair = new BitsPair();
        var mobileNode = new MovingMobileNode(pair, SpiTechnique.Api);
        foreach (var kind in order.Select(index => MovingMobileNode.Kinds[index])) Assert.Equal(kind == "Binding Update", mobileNode.SendsByNewPath(kind));
    }, iter: 300);
}
