using DsMip.HomeAgent.Edge.Native;
using DsMip.HomeAgent.Options;
using DsMip.Linux;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Edge.HomeLink;

/// <summary>The parts of an edge with a real home link. To be registered after whatever else is a datapath.</summary>
internal static class HomeLinkRegistration
{
    public static void AddHomeLink(this IServiceCollection services, HomeAgentOptions options, NeighborSocket socket)
    {
        services.AddSingleton<HomeLinkInbox>();
        services.AddSingleton<IAddressProbing>(provider => provider.GetRequiredService<HomeLinkInbox>());
        services.AddSingleton<ProxiedAddresses>();
        services.AddSingleton<IDatapath>(provider => new HomeLinkDatapath(
            options.Ipsec == Configuration.IpsecImplementation.Kernel ? provider.GetRequiredService<KernelDatapath>() : provider.GetRequiredService<BindingTable>(),
            provider.GetRequiredService<BindingTable>(), provider.GetRequiredService<HomeLinkInbox>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<HomeLinkLoop>(provider, socket));
        services.AddHostedService(provider => provider.GetRequiredService<HomeLinkLoop>());
    }
}
