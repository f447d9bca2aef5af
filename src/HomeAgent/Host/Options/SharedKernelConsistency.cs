using DsMip.Configuration;

namespace DsMip.HomeAgent.Options;

/// <summary>What must hold where the kernels of several edges have SAs, each those of its blocks.</summary>
internal static class SharedKernelConsistency
{
    private const string OneEdge = "with Ipsec=Kernel and several Edges keys are by hand: what charon negotiates is in one kernel, and the others could not take its place";

    /// <exception cref="ConfigurationException">Two keys contradict each other.</exception>
    public static void Check(HomeAgentOptions options)
    {
        if (options.Ike is not null) throw new ConfigurationException("Ike", OneEdge);
        for (var i = 0; i < options.MobileNodes.Length; i++)
        {
            var (node, key) = (options.MobileNodes[i], $"MobileNodes:{i}:");
            if (node.ProtectPayload)
                throw new ConfigurationException(key + "ProtectPayload", "needs a single edge: with several Edges no payload goes from one to another to be opened");
            var owner = options.Edges.FirstOrDefault(edge => edge.Blocks.Any(block => block.Contains(node.HomeAddress)))
                ?? throw new ConfigurationException(key + "HomeAddress", $"{node.HomeAddress} is in none of the Blocks of Edges, so no kernel would have its SAs");
            if (node.Keys is not { } keys) continue;
            var (spi, other) = (keys.BindingUpdate.Spi, options.Edges.FirstOrDefault(edge => edge != owner && edge.Has(keys.BindingUpdate.Spi.Value)));
            if (other is not null)
                throw new ConfigurationException(key + "BindingUpdate:Spi", $"{spi} is in Spis of '{other.Name}', and {node.HomeAddress} in a block of '{owner.Name}'");
        }
    }
}
