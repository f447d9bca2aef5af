using DsMip.HomeAgent.Admin;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Telemetry;
using DsMip.NativeIpsec;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>The parts of an edge whose IPsec is the kernel's. <see cref="KernelIpsec"/> is there already.</summary>
internal static partial class NativeEdgeRegistration
{
    /// <param name="framesUnderWay">So many answers wait at most.</param>
    public static void AddNativeEdge(this IServiceCollection services, HomeAgentOptions options, EdgeNetwork network, int framesUnderWay)
    {
        services.AddSingleton(provider => Follow(options, provider.GetRequiredService<ILogger<KernelAssociations>>()));
        services.AddSingleton<ISpiOracle>(provider => provider.GetRequiredService<KernelAssociations>());
        services.AddSingleton<IProtectionInForce, KernelProtection>();
        services.AddSingleton<IKernelAssociations>(provider => new AssociationLookup(
            provider.GetRequiredService<KernelAssociations>(), provider.GetRequiredService<KernelIpsec>().Questions));
        services.AddSingleton<IKernelNumbers>(provider => new ManualNumbers(
            options, provider.GetRequiredService<IMobileNodeDirectory>(), provider.GetRequiredService<KernelIpsec>().Questions,
            provider.GetRequiredService<KernelIpsec>().Grants));
        services.AddSingleton<ProtectedHomes>();
        services.AddSingleton(provider => new PreBindingPaths(
            options.HomeAgentAddress, UsesIke(provider.GetRequiredService<IMobileNodeDirectory>()), PreBindingLimits.Default));
        services.AddSingleton(provider => new AwayPolicies(options, provider.GetRequiredService<KernelIpsec>(), network.Tun.InterfaceIndex));
        if (options.SharesKernelIpsec) services.AddSteering(framesUnderWay);
        else services.AddSingleton<IAwayPolicies>(provider => provider.GetRequiredService<AwayPolicies>());
        services.AddSingleton<KernelDatapath>();
        services.AddSingleton<IDatapath>(provider => provider.GetRequiredService<KernelDatapath>());
        services.AddSingleton(provider => new KernelAnswers(
            provider.GetRequiredService<InFlightWindow>(), options.Reassociation.Create(NativeEdgeFactory.Depth),
            provider.GetRequiredService<HomeAgentMetrics>(), provider.GetRequiredService<TimeProvider>(), framesUnderWay, provider.GetService<SharedAnswers>()));
        services.AddSingleton<ISignallingEgress>(provider => provider.GetRequiredService<KernelAnswers>());
        services.AddSingleton<IEdgeIpsecFactory, NativeEdgeFactory>();
        services.AddHostedService<KernelUpkeep>();
        if (options.Ike is not null) services.AddHostedService<KeyExchange>();
    }

    private static KernelAssociations Follow(HomeAgentOptions options, ILogger log)
    {
        var associations = new KernelAssociations(options.HomeAgentAddress, atHomeAgent: true, problem => Lost(log, problem));
        associations.Start();
        return associations;
    }

    private static Func<Wire.Ipv6Address, bool> UsesIke(IMobileNodeDirectory directory) => home => directory.TryFind(home, out var node) && node.Ike is not null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "the kernel's security associations cannot be followed: {Problem}")]
    private static partial void Lost(ILogger log, string problem);
}
