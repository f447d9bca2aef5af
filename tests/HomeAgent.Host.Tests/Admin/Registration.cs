using Akka.Actor;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using DsMip.Wire;
using DsMip.Wire.Mobility;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DsMip.HomeAgent.Host.Tests.Admin;

/// <summary>A mobile node without network: its sealed Binding Updates go straight to the shard region.</summary>
internal static class Registration
{
    public static Task OfAliceAsync(WebApplication application, HomeAgentOptions options) => OfAsync(
        application, new MobileNode(options, Configured.Alice), MobileNode.Update(5, 600, new Ipv4HomeAddressOption(32, false, Ipv4Address.Parse("10.10.0.10"))));

    public static async Task OfAsync(WebApplication application, MobileNode node, BindingUpdate update)
    {
        var region = application.Services.GetRequiredService<Membership>().Life!.Region;
        for (var attempt = 0; attempt < Retransmission.Attempts; attempt++)
        {
            var reply = await region.Ask<object>(node.Frame(node.Seal(update), DateTimeOffset.UtcNow), TimeSpan.FromSeconds(30));
            if (reply is not Transmit answer) continue;
            Assert.True(node.Open(answer).IsAccepted);
            return;
        }
        Assert.Fail("no acknowledgement");
    }
}
