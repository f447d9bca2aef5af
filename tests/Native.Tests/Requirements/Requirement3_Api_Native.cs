using DsMip.Simulation.Tests.Requirements;
using DsMip.Tunnel;

namespace DsMip.Native.Tests.Requirements;

/// <summary>Req 3 by asking the kernel's SAD: the Binding Update leaves by the new path, everything else by the old one, in any order.</summary>
[Clause("draft-3-api-native")]
public sealed class Requirement3_Api_Native(SharedTraffic shared) : IClassFixture<SharedTraffic>
{
    [NativeFact]
    public void Only_Binding_Updates_take_the_new_path_whatever_else_is_sent()
    {
        var mobileNode = new MovingMobileNode(shared.Traffic, SpiTechnique.Api);
        var random = new Random(3);
        for (var i = 0; i < 100; i++)
        {
            var kind = MovingMobileNode.Kinds[random.Next(MovingMobileNode.Kinds.Length)];
            Assert.Equal(kind == "Binding Update", mobileNode.SendsByNewPath(kind));
        }
    }
}
