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

    private static void RemoveKeys(JsonObject configuration)
    {
        configuration.Remove("BindingUpdate");
        configuration.Remove("BindingAcknowledgement");
    }
}
