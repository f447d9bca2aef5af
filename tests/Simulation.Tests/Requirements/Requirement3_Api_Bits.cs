using CsCheck;
using DsMip.Tunnel;

namespace DsMip.Simulation.Tests.Requirements;

/// <summary>Req 3 by asking the SAD: the Binding Update leaves by the new path, everything else by the old one, in any order.</summary>
public sealed class Requirement3_Api_Bits
{
    private static readonly string[] Kinds = [.. MobileIpTraffic.All.Where(kind => kind.FromMobileNode).Select(kind => kind.Name)];

    [Fact]
    public void Only_Binding_Updates_take_the_new_path_whatever_else_is_sent() => Gen.Int[0, Kinds.Length - 1].Array[1, 30].Sample(order =>
    {
        using var mobileNode = new MovingMobileNode(SpiTechnique.Api);
        foreach (var index in order) Assert.Equal(Kinds[index] == "Binding Update", mobileNode.SendsByNewPath(Kinds[index]));
    }, iter: 300);
}
