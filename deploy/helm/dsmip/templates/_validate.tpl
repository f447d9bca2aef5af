{{- /* (list path value): names that cannot be an environment variable's, and what is secret, at any depth. */ -}}
{{- define "dsmip.checkNames" -}}
{{- $path := index . 0 -}}
{{- $value := index . 1 -}}
{{- if kindIs "map" $value -}}
{{- range $key, $inner := $value -}}
{{- if not (regexMatch "^[A-Za-z0-9.]+$" $key) }}{{ fail (printf "%s.%s: write one level a key, as in a JSON file" $path $key) }}{{ end -}}
{{- if regexMatch "(?i)^(MobileNodes|ConnectionString|PresharedKey|EncryptionKey|IntegrityKey|.*password|.*token|.*secret)$" $key }}{{ fail (printf "%s.%s is secret, and settings end in a ConfigMap: mobile nodes go into the Secret mobileNodes.existingSecret, the connection string into postgresql.existingSecret" $path $key) }}{{ end -}}
{{- include "dsmip.checkNames" (list (printf "%s.%s" $path $key) $inner) -}}
{{- end -}}
{{- else if kindIs "slice" $value -}}
{{- range $i, $inner := $value }}{{ include "dsmip.checkNames" (list (printf "%s[%d]" $path $i) $inner) }}{{ end -}}
{{- end -}}
{{- end }}

{{- /* Keys that the chart sets, written in any case. */ -}}
{{- define "dsmip.checkOwned" -}}
{{- $owned := list "roles" "cluster" "edge" "edges" "admin" "telemetry" -}}
{{- range $key, $inner := .Values.settings -}}
{{- if has (lower $key) $owned }}{{ fail (printf "settings.%s is set by the chart, from the values beside settings" $key) }}{{ end -}}
{{- if and (eq (lower $key) "store") (kindIs "map" $inner) -}}
{{- range $name, $_ := $inner -}}
{{- if has (lower $name) (list "provider" "keyfile") }}{{ fail (printf "settings.%s.%s is set by the chart, from mode and storeKey" $key $name) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- if and (eq (lower $key) "nameupdates") (kindIs "map" $inner) -}}
{{- range $name, $_ := $inner -}}
{{- if eq (lower $name) "keyfile" }}{{ fail (printf "settings.%s.%s is set by the chart, from nameUpdates.keySecret" $key $name) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- if and (eq (lower $key) "sourcetranslation") (kindIs "map" $inner) -}}
{{- range $name, $_ := $inner -}}
{{- if eq (lower $name) "ownnetworks" }}{{ fail (printf "settings.%s.%s is set by the chart, from nodeNetworks and podNetworks" $key $name) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- if and (has (lower $key) (list "sourcetranslation" "nameupdates" "store" "ike" "ipsec" "homeagentaddress" "homeagentipv4address" "homeprefix")) (not (has $key (list "SourceTranslation" "NameUpdates" "Store" "Ike" "Ipsec" "HomeAgentAddress" "HomeAgentIpv4Address" "HomePrefix"))) }}{{ fail (printf "settings.%s: the chart reads this key and wants it as docs/configuration.md writes it" $key) }}{{ end -}}
{{- end -}}
{{- end }}

{{- /*
A mobile node behind a NAT is known by the address and port that its packets come from (RFC 5555 4.2). A node that puts its own address in their place,
as kube-proxy does with externalTrafficPolicy: Cluster, would be taken for that NAT.
*/ -}}
{{- define "dsmip.checkSourceAddresses" -}}
{{- $edge := .Values.edge -}}
{{- if not (has $edge.network.mode (list "hostNetwork" "multus")) }}{{ fail (printf "edge.network.mode: %s: edges need hostNetwork or multus. In a pod network the source addresses of mobile nodes' packets get lost" $edge.network.mode) }}{{ end -}}
{{- if $edge.service.enabled -}}
{{- if ne $edge.service.externalTrafficPolicy "Local" }}{{ fail (printf "edge.service.externalTrafficPolicy: %s would put addresses of nodes in place of the mobile nodes': it has to be Local" $edge.service.externalTrafficPolicy) }}{{ end -}}
{{- if ne $edge.network.mode "hostNetwork" }}{{ fail "edge.service needs edge.network.mode: hostNetwork: a Service leads to the pod network, and edges listen elsewhere with multus" }}{{ end -}}
{{- if gt (len $edge.edges) 1 }}{{ fail "edge.service needs a single edge: two of them would get packets of the same mobile node in turns. Route the home agent's addresses to several" }}{{ end -}}
{{- if not (and .Values.nodeNetworks .Values.podNetworks) }}{{ fail "edge.service needs nodeNetworks and podNetworks: with them an edge notices that something in front of it translates source addresses" }}{{ end -}}
{{- end -}}
{{- end }}
