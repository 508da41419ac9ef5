// Generated from schemas/wsdl/carrier/v2.wsdl by schemas/generate.ts: do not edit.
import type { SoapContract } from '../../../wsdl/soap-contract.ts';

export interface BookShipment {
  shipmentId: string;
  orderId: string;
  country: string;
  weightGrams: number;
  parcels: number;
  serviceLevel: "STANDARD" | "EXPRESS";
}

export interface BookShipmentResponse {
  shipmentId: string;
  trackingNumber: string;
  priceMinor: bigint;
  currency: string;
  estimatedDelivery: string;
  labelUrl?: string;
}

export interface ServiceFault {
  code: string;
  message: string;
}

export interface TrackShipment {
  shipmentId: string;
}

export interface TrackShipmentResponse {
  shipmentId: string;
  trackingNumber: string;
  status: "BOOKED" | "IN_TRANSIT" | "DELIVERED";
}

export interface Operations {
  BookShipment: { input: BookShipment; output: BookShipmentResponse };
  TrackShipment: { input: TrackShipment; output: TrackShipmentResponse };
}

export const CONTRACT: SoapContract = {
  "namespace": "urn:shop:carrier:v2",
  "operations": [
    {
      "name": "BookShipment",
      "soapAction": "urn:shop:carrier:v2/BookShipment",
      "input": "BookShipment",
      "output": "BookShipmentResponse",
      "fault": "ServiceFault"
    },
    {
      "name": "TrackShipment",
      "soapAction": "urn:shop:carrier:v2/TrackShipment",
      "input": "TrackShipment",
      "output": "TrackShipmentResponse",
      "fault": "ServiceFault"
    }
  ],
  "messages": [
    {
      "name": "BookShipment",
      "elements": [
        {
          "name": "shipmentId",
          "required": true,
          "type": {
            "base": "string",
            "pattern": "[A-Za-z0-9._:\\-]{1,100}"
          }
        },
        {
          "name": "orderId",
          "required": true,
          "type": {
            "base": "string",
            "pattern": "[A-Za-z0-9._:\\-]{1,100}"
          }
        },
        {
          "name": "country",
          "required": true,
          "type": {
            "base": "string",
            "minLength": 1,
            "maxLength": 100
          }
        },
        {
          "name": "weightGrams",
          "required": true,
          "type": {
            "base": "int",
            "minInclusive": "1",
            "maxInclusive": "1000000"
          }
        },
        {
          "name": "parcels",
          "required": true,
          "type": {
            "base": "int",
            "minInclusive": "1",
            "maxInclusive": "100"
          }
        },
        {
          "name": "serviceLevel",
          "required": true,
          "type": {
            "base": "string",
            "enumeration": [
              "STANDARD",
              "EXPRESS"
            ]
          }
        }
      ],
      "open": true
    },
    {
      "name": "BookShipmentResponse",
      "elements": [
        {
          "name": "shipmentId",
          "required": true,
          "type": {
            "base": "string",
            "pattern": "[A-Za-z0-9._:\\-]{1,100}"
          }
        },
        {
          "name": "trackingNumber",
          "required": true,
          "type": {
            "base": "string"
          }
        },
        {
          "name": "priceMinor",
          "required": true,
          "type": {
            "base": "long"
          }
        },
        {
          "name": "currency",
          "required": true,
          "type": {
            "base": "string"
          }
        },
        {
          "name": "estimatedDelivery",
          "required": true,
          "type": {
            "base": "date"
          }
        },
        {
          "name": "labelUrl",
          "required": false,
          "type": {
            "base": "anyURI"
          }
        }
      ],
      "open": true
    },
    {
      "name": "ServiceFault",
      "elements": [
        {
          "name": "code",
          "required": true,
          "type": {
            "base": "string"
          }
        },
        {
          "name": "message",
          "required": true,
          "type": {
            "base": "string"
          }
        }
      ],
      "open": true
    },
    {
      "name": "TrackShipment",
      "elements": [
        {
          "name": "shipmentId",
          "required": true,
          "type": {
            "base": "string",
            "pattern": "[A-Za-z0-9._:\\-]{1,100}"
          }
        }
      ],
      "open": true
    },
    {
      "name": "TrackShipmentResponse",
      "elements": [
        {
          "name": "shipmentId",
          "required": true,
          "type": {
            "base": "string",
            "pattern": "[A-Za-z0-9._:\\-]{1,100}"
          }
        },
        {
          "name": "trackingNumber",
          "required": true,
          "type": {
            "base": "string"
          }
        },
        {
          "name": "status",
          "required": true,
          "type": {
            "base": "string",
            "enumeration": [
              "BOOKED",
              "IN_TRANSIT",
              "DELIVERED"
            ]
          }
        }
      ],
      "open": true
    }
  ]
};

export const WSDL: string = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<wsdl:definitions name=\"Carrier\"\n    targetNamespace=\"urn:shop:carrier:v2\"\n    xmlns:tns=\"urn:shop:carrier:v2\"\n    xmlns:soap=\"http://schemas.xmlsoap.org/wsdl/soap/\"\n    xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\"\n    xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\">\n  <wsdl:documentation>Books and tracks shipments. Each call names in the HTTP header x-timeout-ms how many milliseconds its caller waits.</wsdl:documentation>\n  <wsdl:types>\n    <xsd:schema targetNamespace=\"urn:shop:carrier:v2\" elementFormDefault=\"qualified\">\n      <xsd:simpleType name=\"Identifier\">\n        <xsd:restriction base=\"xsd:string\">\n          <xsd:pattern value=\"[A-Za-z0-9._:\\-]{1,100}\"/>\n        </xsd:restriction>\n      </xsd:simpleType>\n      <xsd:simpleType name=\"Country\">\n        <xsd:restriction base=\"xsd:string\">\n          <xsd:minLength value=\"1\"/>\n          <xsd:maxLength value=\"100\"/>\n        </xsd:restriction>\n      </xsd:simpleType>\n      <xsd:simpleType name=\"WeightGrams\">\n        <xsd:restriction base=\"xsd:int\">\n          <xsd:minInclusive value=\"1\"/>\n          <xsd:maxInclusive value=\"1000000\"/>\n        </xsd:restriction>\n      </xsd:simpleType>\n      <xsd:simpleType name=\"Parcels\">\n        <xsd:restriction base=\"xsd:int\">\n          <xsd:minInclusive value=\"1\"/>\n          <xsd:maxInclusive value=\"100\"/>\n        </xsd:restriction>\n      </xsd:simpleType>\n      <xsd:simpleType name=\"ServiceLevel\">\n        <xsd:restriction base=\"xsd:string\">\n          <xsd:enumeration value=\"STANDARD\"/>\n          <xsd:enumeration value=\"EXPRESS\"/>\n        </xsd:restriction>\n      </xsd:simpleType>\n      <xsd:simpleType name=\"ShipmentStatus\">\n        <xsd:restriction base=\"xsd:string\">\n          <xsd:enumeration value=\"BOOKED\"/>\n          <xsd:enumeration value=\"IN_TRANSIT\"/>\n          <xsd:enumeration value=\"DELIVERED\"/>\n        </xsd:restriction>\n      </xsd:simpleType>\n      <xsd:element name=\"BookShipment\">\n        <xsd:complexType>\n          <xsd:sequence>\n            <xsd:element name=\"shipmentId\" type=\"tns:Identifier\"/>\n            <xsd:element name=\"orderId\" type=\"tns:Identifier\"/>\n            <xsd:element name=\"country\" type=\"tns:Country\"/>\n            <xsd:element name=\"weightGrams\" type=\"tns:WeightGrams\"/>\n            <xsd:element name=\"parcels\" type=\"tns:Parcels\"/>\n            <xsd:element name=\"serviceLevel\" type=\"tns:ServiceLevel\"/>\n            <xsd:any namespace=\"##other\" processContents=\"lax\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>\n          </xsd:sequence>\n        </xsd:complexType>\n      </xsd:element>\n      <xsd:element name=\"BookShipmentResponse\">\n        <xsd:complexType>\n          <xsd:sequence>\n            <xsd:element name=\"shipmentId\" type=\"tns:Identifier\"/>\n            <xsd:element name=\"trackingNumber\" type=\"xsd:string\"/>\n            <xsd:element name=\"priceMinor\" type=\"xsd:long\"/>\n            <xsd:element name=\"currency\" type=\"xsd:string\"/>\n            <xsd:element name=\"estimatedDelivery\" type=\"xsd:date\"/>\n            <xsd:element name=\"labelUrl\" type=\"xsd:anyURI\" minOccurs=\"0\"/>\n            <xsd:any namespace=\"##other\" processContents=\"lax\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>\n          </xsd:sequence>\n        </xsd:complexType>\n      </xsd:element>\n      <xsd:element name=\"TrackShipment\">\n        <xsd:complexType>\n          <xsd:sequence>\n            <xsd:element name=\"shipmentId\" type=\"tns:Identifier\"/>\n            <xsd:any namespace=\"##other\" processContents=\"lax\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>\n          </xsd:sequence>\n        </xsd:complexType>\n      </xsd:element>\n      <xsd:element name=\"TrackShipmentResponse\">\n        <xsd:complexType>\n          <xsd:sequence>\n            <xsd:element name=\"shipmentId\" type=\"tns:Identifier\"/>\n            <xsd:element name=\"trackingNumber\" type=\"xsd:string\"/>\n            <xsd:element name=\"status\" type=\"tns:ShipmentStatus\"/>\n            <xsd:any namespace=\"##other\" processContents=\"lax\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>\n          </xsd:sequence>\n        </xsd:complexType>\n      </xsd:element>\n      <xsd:element name=\"ServiceFault\">\n        <xsd:complexType>\n          <xsd:sequence>\n            <xsd:element name=\"code\" type=\"xsd:string\"/>\n            <xsd:element name=\"message\" type=\"xsd:string\"/>\n            <xsd:any namespace=\"##other\" processContents=\"lax\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>\n          </xsd:sequence>\n        </xsd:complexType>\n      </xsd:element>\n    </xsd:schema>\n  </wsdl:types>\n  <wsdl:message name=\"BookShipment\">\n    <wsdl:part name=\"parameters\" element=\"tns:BookShipment\"/>\n  </wsdl:message>\n  <wsdl:message name=\"BookShipmentResponse\">\n    <wsdl:part name=\"parameters\" element=\"tns:BookShipmentResponse\"/>\n  </wsdl:message>\n  <wsdl:message name=\"TrackShipment\">\n    <wsdl:part name=\"parameters\" element=\"tns:TrackShipment\"/>\n  </wsdl:message>\n  <wsdl:message name=\"TrackShipmentResponse\">\n    <wsdl:part name=\"parameters\" element=\"tns:TrackShipmentResponse\"/>\n  </wsdl:message>\n  <wsdl:message name=\"ServiceFault\">\n    <wsdl:part name=\"fault\" element=\"tns:ServiceFault\"/>\n  </wsdl:message>\n  <wsdl:portType name=\"Carrier\">\n    <wsdl:operation name=\"BookShipment\">\n      <wsdl:input message=\"tns:BookShipment\"/>\n      <wsdl:output message=\"tns:BookShipmentResponse\"/>\n      <wsdl:fault name=\"ServiceFault\" message=\"tns:ServiceFault\"/>\n    </wsdl:operation>\n    <wsdl:operation name=\"TrackShipment\">\n      <wsdl:input message=\"tns:TrackShipment\"/>\n      <wsdl:output message=\"tns:TrackShipmentResponse\"/>\n      <wsdl:fault name=\"ServiceFault\" message=\"tns:ServiceFault\"/>\n    </wsdl:operation>\n  </wsdl:portType>\n  <wsdl:binding name=\"CarrierSoap\" type=\"tns:Carrier\">\n    <soap:binding style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\"/>\n    <wsdl:operation name=\"BookShipment\">\n      <soap:operation soapAction=\"urn:shop:carrier:v2/BookShipment\"/>\n      <wsdl:input><soap:body use=\"literal\"/></wsdl:input>\n      <wsdl:output><soap:body use=\"literal\"/></wsdl:output>\n      <wsdl:fault name=\"ServiceFault\"><soap:fault name=\"ServiceFault\" use=\"literal\"/></wsdl:fault>\n    </wsdl:operation>\n    <wsdl:operation name=\"TrackShipment\">\n      <soap:operation soapAction=\"urn:shop:carrier:v2/TrackShipment\"/>\n      <wsdl:input><soap:body use=\"literal\"/></wsdl:input>\n      <wsdl:output><soap:body use=\"literal\"/></wsdl:output>\n      <wsdl:fault name=\"ServiceFault\"><soap:fault name=\"ServiceFault\" use=\"literal\"/></wsdl:fault>\n    </wsdl:operation>\n  </wsdl:binding>\n  <wsdl:service name=\"CarrierService\">\n    <wsdl:port name=\"CarrierPort\" binding=\"tns:CarrierSoap\">\n      <!-- The deployed service fills in its own address. -->\n      <soap:address location=\"https://carrier.invalid/carrier\"/>\n    </wsdl:port>\n  </wsdl:service>\n</wsdl:definitions>\n";
