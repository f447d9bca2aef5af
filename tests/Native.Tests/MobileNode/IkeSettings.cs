using System.Text.Json.Nodes;
using DsMip.Lab.Daemons;

namespace DsMip.Native.Tests.MobileNode;

/// <summary>What both ends have to know to get their keys by IKE.</summary>
internal static class IkeSettings
{
    public const string HomeAgent = "ha.example.org", MobileNode = "alice@example.org";
    private const string Secret = "a secret of the two";

    public static void ForHomeAgent(JsonObject configuration, WorkDirectory work, bool protectPayload)
    {
        configuration["Ipsec"] = "Kernel";
        configuration["Ike"] = new JsonObject { ["ViciSocket"] = work.File("ha-ike/charon.vici"), ["Identity"] = HomeAgent };
        var node = (JsonObject)configuration["MobileNodes"]![0]!;
        RemoveKeys(node);
        node["ProtectPayload"] = protectPayload;
        node["Ike"] = new JsonObject { ["Identity"] = MobileNode, ["PresharedKey"] = Secret };
    }

    public static void ForMobileNode(JsonObject configuration, WorkDirectory work, bool protectPayload, string technique)
    {
        RemoveKeys(configuration);
        configuration["Ipsec"] = "Kernel";
        configuration["ProtectPayload"] = protectPayload;
        configuration["SpiTechnique"] = technique;
        configuration["Ike"] = new JsonObject
        {
            ["ViciSocket"] = work.File("mn-ike/charon.vici"), ["Identity"] = MobileNode, ["HomeAgentIdentity"] = HomeAgent, ["PresharedKey"] = Secret,
        };
        configuration["Logging"] = new JsonObject { ["LogLevel"] = new JsonObject { ["Default"] = "Debug" } };
    }

    /// <summary>The mobile node has no home address; the home agent gives the only one of its pool to who comes first.</summary>
    public static void FirstComeAtHomeAgent(JsonObject configuration, WorkDirectory work)
    {
        ForHomeAgent(configuration, work, protectPayload: false);
        var home = (string)configuration["MobileNodes"]![0]!["HomeAddress"]!;
        configuration.Remove("MobileNodes");
        configuration["Ike"]!["Bootstrapping"] = new JsonObject
        {
            ["Enabled"] = true,
            ["Pool"] = home + "/128",
            ["MobileNodes"] = new JsonArray(new JsonObject { ["Identity"] = MobileNode, ["PresharedKey"] = Secret }),
        };
    }

    /// <inheritdoc cref="FirstComeAtHomeAgent"/>
    public static void BootstrappingAtMobileNode(JsonObject configuration, WorkDirectory work)
    {
        ForMobileNode(configuration, work, protectPayload: false, "Api");
        configuration.Remove("HomeAddress");
        configuration.Remove("Ipv4HomeAddress");
        configuration["Ike"]!["Bootstrapping"] = true;
    }

    private static void RemoveKeys(JsonObject configuration)
    {
        configuration.Remove("BindingUpdate");
        configuration.Remove("BindingAcknowledgement");
    }
}
