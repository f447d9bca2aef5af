{{- /* (list prefix value): a map or list as environment variables, DSMIP__A__B and DSMIP__A__0, one a line. */ -}}
{{- define "dsmip.flatten" -}}
{{- $prefix := index . 0 -}}
{{- $value := index . 1 -}}
{{- if kindIs "map" $value -}}
{{- range $key, $inner := $value }}{{ include "dsmip.flatten" (list (printf "%s__%s" $prefix $key) $inner) }}{{ end -}}
{{- else if kindIs "slice" $value -}}
{{- range $index, $inner := $value }}{{ include "dsmip.flatten" (list (printf "%s__%d" $prefix $index) $inner) }}{{ end -}}
{{- else if and (kindIs "float64" $value) (eq $value (floor $value)) }}
{{ $prefix }}: {{ $value | int64 | toString | quote }}
{{- else }}
{{ $prefix }}: {{ $value | toString | quote }}
{{- end -}}
{{- end }}

{{- /* What all processes are told alike and nobody need hide. */ -}}
{{- define "dsmip.settings" -}}
{{- $all := deepCopy .Values.settings -}}
{{- $store := get $all "Store" | default dict -}}
{{- if include "dsmip.storeKeySecret" . }}{{ $_ := set $store "KeyFile" "/run/dsmip-keys/store.key" }}{{ end -}}
{{- if eq .Values.mode "cluster" -}}
{{- $_ := set $store "Provider" "PostgreSql" -}}
{{- $seeds := list -}}
{{- range $i := until (int .Values.control.replicas) -}}
{{- $seeds = append $seeds (printf "%s-control-%d.%s:%d" (include "dsmip.fullname" $) $i (include "dsmip.controlService" $) (int $.Values.cluster.port)) -}}
{{- end -}}
{{- $tls := dict "Certificate" "/etc/dsmip/tls/tls.crt" "PrivateKey" "/etc/dsmip/tls/tls.key" "CaCertificate" "/etc/dsmip/tls/ca.crt" -}}
{{- $_ := set $all "Cluster" (dict "Port" .Values.cluster.port "Seeds" $seeds "Tls" $tls) -}}
{{- if .Values.edge.edges -}}
{{- $edges := list -}}
{{- range $i, $edge := .Values.edge.edges -}}
{{- $name := ternary $edge.name (printf "%s-edge-%d" (include "dsmip.fullname" $) $i) (eq $.Values.edge.kind "DaemonSet") -}}
{{- $edges = append $edges (dict "Name" $name "Blocks" $edge.blocks "Spis" ($edge.spis | default list)) -}}
{{- end -}}
{{- $_ := set $all "Edges" $edges -}}
{{- end -}}
{{- end -}}
{{- $own := list -}}
{{- range concat .Values.nodeNetworks .Values.podNetworks }}{{ if not (contains ":" .) }}{{ $own = append $own . }}{{ end }}{{ end -}}
{{- if $own -}}
{{- $translation := get $all "SourceTranslation" | default dict -}}
{{- $_ := set $all "SourceTranslation" (set $translation "OwnNetworks" $own) -}}
{{- end -}}
{{- if .Values.charon.enabled -}}
{{- $ike := get $all "Ike" | default dict -}}
{{- $_ := set $ike "ViciSocket" "/run/dsmip-ike/charon.vici" -}}
{{- if .Values.charon.certificateSecret -}}
{{- $_ := merge $ike (dict "Certificate" "/etc/dsmip/ike/tls.crt" "PrivateKey" "/etc/dsmip/ike/tls.key" "CaCertificate" "/etc/dsmip/ike/ca.crt") -}}
{{- end -}}
{{- $_ := set $all "Ike" $ike -}}
{{- end -}}
{{- if $store }}{{ $_ := set $all "Store" $store }}{{ end -}}
{{- $_ := set $all "Telemetry" (include "dsmip.telemetry" . | fromYaml) -}}
{{- include "dsmip.flatten" (list "DSMIP" $all) | trim -}}
{{- end }}

{{- define "dsmip.telemetry" -}}
LogFormat: {{ .Values.telemetry.logFormat }}
{{- with .Values.telemetry.otlpEndpoint }}
OtlpEndpoint: {{ . | quote }}
OtlpProtocol: {{ $.Values.telemetry.otlpProtocol }}
OtlpMetrics: {{ $.Values.telemetry.otlpMetrics }}
TraceRatio: {{ $.Values.telemetry.traceRatio }}
{{- with $.Values.telemetry.headersSecret }}
OtlpHeadersFile: /etc/dsmip/otlp/{{ $.Values.telemetry.headersKey }}
{{- end }}
{{- end }}
{{- end }}
