from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Optional, Union

from commerce.scalars import datetime_out, decimal_out

from .base_model import UNSET
from .base_store import BaseStore

if TYPE_CHECKING:
    from .address_create import AddressCreate
    from .address_delete import AddressDelete
    from .address_rules import AddressRules
    from .address_set_default import AddressSetDefault
    from .address_update import AddressUpdate
    from .attribute_create import AttributeCreate
    from .base_model import UnsetType
    from .catalogue_setup import CatalogueSetup
    from .category_create import CategoryCreate
    from .category_tree import CategoryTree
    from .channel_by_slug import ChannelBySlug
    from .channel_create import ChannelCreate
    from .channel_update import ChannelUpdate
    from .checkout_add_promo_code import CheckoutAddPromoCode
    from .checkout_bag import CheckoutBag
    from .checkout_billing_address_update import CheckoutBillingAddressUpdate
    from .checkout_complete import CheckoutComplete
    from .checkout_create import CheckoutCreate
    from .checkout_customer_attach import CheckoutCustomerAttach
    from .checkout_customer_detach import CheckoutCustomerDetach
    from .checkout_delivery_method_update import CheckoutDeliveryMethodUpdate
    from .checkout_details import CheckoutDetails
    from .checkout_email_update import CheckoutEmailUpdate
    from .checkout_lines_add import CheckoutLinesAdd
    from .checkout_lines_delete import CheckoutLinesDelete
    from .checkout_lines_update import CheckoutLinesUpdate
    from .checkout_remove_promo_code import CheckoutRemovePromoCode
    from .checkout_shipping_address_update import CheckoutShippingAddressUpdate
    from .collection_add_products import CollectionAddProducts
    from .collection_by_slug import CollectionBySlug
    from .collection_channel_listing_update import CollectionChannelListingUpdate
    from .collection_create import CollectionCreate
    from .customer import Customer
    from .customer_create import CustomerCreate
    from .customer_delete import CustomerDelete
    from .customer_orders import CustomerOrders
    from .customer_update import CustomerUpdate
    from .delivery_options_calculate import DeliveryOptionsCalculate
    from .enums import (
        AddressTypeEnum,
        CountryCode,
        LanguageCodeEnum,
        TransactionActionEnum,
        TransactionEventTypeEnum,
    )
    from .fulfillment_cancel import FulfillmentCancel
    from .fulfillment_update_tracking import FulfillmentUpdateTracking
    from .input_types import (
        AddressInput,
        AttributeCreateInput,
        CategoryInput,
        ChannelCreateInput,
        ChannelUpdateInput,
        CheckoutAddressValidationRules,
        CheckoutCreateInput,
        CheckoutLineInput,
        CheckoutLineUpdateInput,
        CollectionChannelListingUpdateInput,
        CollectionCreateInput,
        CustomerInput,
        FulfillmentCancelInput,
        FulfillmentUpdateTrackingInput,
        MetadataInput,
        OrderBulkCreateInput,
        OrderFulfillInput,
        OrderGrantRefundCreateInput,
        OrderNoteInput,
        OrderWhereInput,
        PageCreateInput,
        PageInput,
        PageTranslationInput,
        PageTypeCreateInput,
        PageWhereInput,
        PaymentGatewayToInitialize,
        ProductAttributeAssignInput,
        ProductChannelListingUpdateInput,
        ProductCreateInput,
        ProductInput,
        ProductMediaCreateInput,
        ProductMediaUpdateInput,
        ProductOrder,
        ProductTypeInput,
        ProductVariantChannelListingAddInput,
        ProductVariantCreateInput,
        ProductVariantInput,
        ProductWhereInput,
        ShippingZoneCreateInput,
        ShippingZoneUpdateInput,
        StockInput,
        TaxConfigurationUpdateInput,
        TransactionCreateInput,
        TransactionWhereInput,
        TranslationInput,
        UserCreateInput,
        VoucherChannelListingInput,
        VoucherFilterInput,
        VoucherInput,
        WarehouseCreateInput,
    )
    from .listing_product import ListingProduct
    from .listing_products import ListingProducts
    from .maker_page import MakerPage
    from .maker_pages import MakerPages
    from .metadata_update import MetadataUpdate
    from .order_bulk_create import OrderBulkCreate
    from .order_cancel import OrderCancel
    from .order_details import OrderDetails
    from .order_for_desk import OrderForDesk
    from .order_fulfill import OrderFulfill
    from .order_grant_refund_create import OrderGrantRefundCreate
    from .order_granted_refunds import OrderGrantedRefunds
    from .order_note_add import OrderNoteAdd
    from .order_notes import OrderNotes
    from .order_of_bill import OrderOfBill
    from .order_to_fulfil import OrderToFulfil
    from .orders_of_buyer import OrdersOfBuyer
    from .orders_to_compare import OrdersToCompare
    from .orders_to_find import OrdersToFind
    from .page_attribute_assign import PageAttributeAssign
    from .page_create import PageCreate
    from .page_translate import PageTranslate
    from .page_type_create import PageTypeCreate
    from .page_update import PageUpdate
    from .parcel_to_pack import ParcelToPack
    from .payment_gateway_initialize import PaymentGatewayInitialize
    from .pieces_to_pack import PiecesToPack
    from .private_metadata_update import PrivateMetadataUpdate
    from .product_attribute_assign import ProductAttributeAssign
    from .product_by_reference import ProductByReference
    from .product_cards import ProductCards
    from .product_channel_listing_update import ProductChannelListingUpdate
    from .product_create import ProductCreate
    from .product_delete import ProductDelete
    from .product_details import ProductDetails
    from .product_for_index import ProductForIndex
    from .product_list import ProductList
    from .product_media_create import ProductMediaCreate
    from .product_media_delete import ProductMediaDelete
    from .product_media_reorder import ProductMediaReorder
    from .product_media_update import ProductMediaUpdate
    from .product_slugs import ProductSlugs
    from .product_texts import ProductTexts
    from .product_translate import ProductTranslate
    from .product_type_create import ProductTypeCreate
    from .product_update import ProductUpdate
    from .product_variant_channel_listing_update import (
        ProductVariantChannelListingUpdate,
    )
    from .product_variant_create import ProductVariantCreate
    from .product_variant_stocks_update import ProductVariantStocksUpdate
    from .product_variant_update import ProductVariantUpdate
    from .products_for_index import ProductsForIndex
    from .products_to_compare import ProductsToCompare
    from .selling_setup import SellingSetup
    from .shipping_zone_create import ShippingZoneCreate
    from .shipping_zone_update import ShippingZoneUpdate
    from .stall_goods import StallGoods
    from .stocks_of_variants import StocksOfVariants
    from .tax_configuration_update import TaxConfigurationUpdate
    from .terms_of_product import TermsOfProduct
    from .terms_of_types import TermsOfTypes
    from .transaction_create import TransactionCreate
    from .transaction_details import TransactionDetails
    from .transaction_event_report import TransactionEventReport
    from .transaction_initialize import TransactionInitialize
    from .transaction_process import TransactionProcess
    from .transaction_request_action import TransactionRequestAction
    from .transaction_request_refund_for_granted_refund import (
        TransactionRequestRefundForGrantedRefund,
    )
    from .transactions_to_compare import TransactionsToCompare
    from .type_attributes import TypeAttributes
    from .variant_stocks import VariantStocks
    from .voucher_channel_listing_update import VoucherChannelListingUpdate
    from .voucher_create import VoucherCreate
    from .voucher_delete import VoucherDelete
    from .voucher_details import VoucherDetails
    from .voucher_update import VoucherUpdate
    from .vouchers_list import VouchersList
    from .warehouse_create import WarehouseCreate
    from .warehouses import Warehouses


def gql(q: str) -> str:
    return q


class Store(BaseStore):
    def listing_product(
        self,
        external_reference: str,
        channel: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "ListingProduct":
        from .listing_product import ListingProduct

        query = gql("""
            query ListingProduct($externalReference: String!, $channel: String) {
              product(externalReference: $externalReference, channel: $channel) {
                ...ListingProductParts
              }
            }

            fragment ListingProductParts on Product {
              id
              slug
              name
              externalReference
              isAvailableForPurchase
              metadata {
                key
                value
              }
              media {
                id
                alt
                metafields(keys: ["umeed.alt_hi", "umeed.alt_ur", "umeed.shows"])
              }
              channelListings {
                isPublished
                channel {
                  slug
                }
              }
              productVariants(first: 50) {
                edges {
                  node {
                    id
                    sku
                    externalReference
                    trackInventory
                    stocks {
                      quantity
                      quantityAllocated
                      warehouse {
                        id
                        slug
                      }
                    }
                    channelListings {
                      channel {
                        slug
                      }
                      price {
                        ...MoneyParts
                      }
                    }
                  }
                }
              }
            }

            fragment MoneyParts on Money {
              amount
              fractionalAmount
              fractionDigits
              currency
            }
            """)
        variables: dict[str, object] = {
            "externalReference": external_reference,
            "channel": channel,
        }
        response = self.execute(
            query=query, operation_name="ListingProduct", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ListingProduct.model_validate(data)

    def listing_products(
        self, ids: list[str], channel: str, first: int, **kwargs: Any
    ) -> "ListingProducts":
        from .listing_products import ListingProducts

        query = gql("""
            query ListingProducts($ids: [ID!]!, $channel: String!, $first: Int!) {
              products(first: $first, channel: $channel, where: {ids: $ids}) {
                edges {
                  node {
                    ...ListingProductParts
                  }
                }
              }
            }

            fragment ListingProductParts on Product {
              id
              slug
              name
              externalReference
              isAvailableForPurchase
              metadata {
                key
                value
              }
              media {
                id
                alt
                metafields(keys: ["umeed.alt_hi", "umeed.alt_ur", "umeed.shows"])
              }
              channelListings {
                isPublished
                channel {
                  slug
                }
              }
              productVariants(first: 50) {
                edges {
                  node {
                    id
                    sku
                    externalReference
                    trackInventory
                    stocks {
                      quantity
                      quantityAllocated
                      warehouse {
                        id
                        slug
                      }
                    }
                    channelListings {
                      channel {
                        slug
                      }
                      price {
                        ...MoneyParts
                      }
                    }
                  }
                }
              }
            }

            fragment MoneyParts on Money {
              amount
              fractionalAmount
              fractionDigits
              currency
            }
            """)
        variables: dict[str, object] = {"ids": ids, "channel": channel, "first": first}
        response = self.execute(
            query=query, operation_name="ListingProducts", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ListingProducts.model_validate(data)

    def channel_by_slug(self, slug: str, **kwargs: Any) -> "ChannelBySlug":
        from .channel_by_slug import ChannelBySlug

        query = gql("""
            query ChannelBySlug($slug: String!) {
              channel(slug: $slug) {
                id
                slug
                currencyCode
                taxConfiguration {
                  id
                  taxCalculationStrategy
                  taxAppId
                  pricesEnteredWithTax
                }
              }
            }
            """)
        variables: dict[str, object] = {"slug": slug}
        response = self.execute(
            query=query, operation_name="ChannelBySlug", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ChannelBySlug.model_validate(data)

    def catalogue_setup(
        self,
        categories: Union[Optional[str], "UnsetType"] = UNSET,
        product_types: Union[Optional[str], "UnsetType"] = UNSET,
        page_types: Union[Optional[str], "UnsetType"] = UNSET,
        warehouses: Union[Optional[str], "UnsetType"] = UNSET,
        attributes: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "CatalogueSetup":
        from .catalogue_setup import CatalogueSetup

        query = gql("""
            query CatalogueSetup($categories: String, $productTypes: String, $pageTypes: String, $warehouses: String, $attributes: String) {
              categories(first: 100, after: $categories) {
                pageInfo {
                  ...PageParts
                }
                edges {
                  node {
                    id
                    slug
                  }
                }
              }
              productTypes(first: 100, after: $productTypes) {
                pageInfo {
                  ...PageParts
                }
                edges {
                  node {
                    id
                    slug
                  }
                }
              }
              pageTypes(first: 100, after: $pageTypes) {
                pageInfo {
                  ...PageParts
                }
                edges {
                  node {
                    id
                    slug
                  }
                }
              }
              warehouses(first: 100, after: $warehouses) {
                pageInfo {
                  ...PageParts
                }
                edges {
                  node {
                    id
                    slug
                    externalReference
                  }
                }
              }
              attributes(first: 100, after: $attributes) {
                pageInfo {
                  ...PageParts
                }
                edges {
                  node {
                    id
                    slug
                    inputType
                  }
                }
              }
            }

            fragment PageParts on PageInfo {
              hasNextPage
              endCursor
            }
            """)
        variables: dict[str, object] = {
            "categories": categories,
            "productTypes": product_types,
            "pageTypes": page_types,
            "warehouses": warehouses,
            "attributes": attributes,
        }
        response = self.execute(
            query=query, operation_name="CatalogueSetup", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CatalogueSetup.model_validate(data)

    def type_attributes(
        self,
        product_types: Union[Optional[str], "UnsetType"] = UNSET,
        page_types: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "TypeAttributes":
        from .type_attributes import TypeAttributes

        query = gql("""
            query TypeAttributes($productTypes: String, $pageTypes: String) {
              productTypes(first: 50, after: $productTypes) {
                pageInfo {
                  ...PageParts
                }
                edges {
                  node {
                    id
                    slug
                    productAttributes {
                      slug
                    }
                  }
                }
              }
              pageTypes(first: 50, after: $pageTypes) {
                pageInfo {
                  ...PageParts
                }
                edges {
                  node {
                    id
                    slug
                    attributes {
                      slug
                    }
                  }
                }
              }
            }

            fragment PageParts on PageInfo {
              hasNextPage
              endCursor
            }
            """)
        variables: dict[str, object] = {
            "productTypes": product_types,
            "pageTypes": page_types,
        }
        response = self.execute(
            query=query, operation_name="TypeAttributes", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return TypeAttributes.model_validate(data)

    def selling_setup(
        self, zones: Union[Optional[str], "UnsetType"] = UNSET, **kwargs: Any
    ) -> "SellingSetup":
        from .selling_setup import SellingSetup

        query = gql("""
            query SellingSetup($zones: String) {
              channels {
                id
                slug
                isActive
                currencyCode
                defaultCountry {
                  code
                }
                warehouses {
                  id
                }
                stockSettings {
                  allocationStrategy
                }
                orderSettings {
                  automaticallyConfirmAllNewOrders
                  allowUnpaidOrders
                  expireOrdersAfter
                }
                checkoutSettings {
                  useLegacyErrorFlow
                  automaticallyCompleteFullyPaidCheckouts
                  automaticCompletionDelay
                }
                paymentSettings {
                  defaultTransactionFlowStrategy
                }
                taxConfiguration {
                  id
                  chargeTaxes
                  taxCalculationStrategy
                  taxAppId
                  pricesEnteredWithTax
                  displayGrossPrices
                }
              }
              shippingZones(first: 50, after: $zones) {
                pageInfo {
                  ...PageParts
                }
                edges {
                  node {
                    id
                    name
                    default
                    countries {
                      code
                    }
                    channels {
                      id
                    }
                    warehouses {
                      id
                    }
                    shippingMethods {
                      name
                    }
                  }
                }
              }
            }

            fragment PageParts on PageInfo {
              hasNextPage
              endCursor
            }
            """)
        variables: dict[str, object] = {"zones": zones}
        response = self.execute(
            query=query, operation_name="SellingSetup", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SellingSetup.model_validate(data)

    def collection_by_slug(
        self, slug: str, channel: str, **kwargs: Any
    ) -> "CollectionBySlug":
        from .collection_by_slug import CollectionBySlug

        query = gql("""
            query CollectionBySlug($slug: String!, $channel: String!) {
              collection(slug: $slug, channel: $channel) {
                id
                slug
                name
              }
            }
            """)
        variables: dict[str, object] = {"slug": slug, "channel": channel}
        response = self.execute(
            query=query,
            operation_name="CollectionBySlug",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CollectionBySlug.model_validate(data)

    def product_by_reference(
        self, external_reference: str, **kwargs: Any
    ) -> "ProductByReference":
        from .product_by_reference import ProductByReference

        query = gql("""
            query ProductByReference($externalReference: String!) {
              product(externalReference: $externalReference) {
                id
                slug
                media {
                  id
                  alt
                }
                productVariants(first: 50) {
                  edges {
                    node {
                      id
                      sku
                      stocks {
                        quantity
                        quantityAllocated
                        warehouse {
                          id
                          slug
                        }
                      }
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"externalReference": external_reference}
        response = self.execute(
            query=query,
            operation_name="ProductByReference",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductByReference.model_validate(data)

    def product_for_index(
        self, id: str, channel: str, **kwargs: Any
    ) -> "ProductForIndex":
        from .product_for_index import ProductForIndex

        query = gql("""
            query ProductForIndex($id: ID!, $channel: String!) {
              product(id: $id, channel: $channel) {
                ...ProductForIndexParts
              }
            }

            fragment AttributeParts on AssignedAttribute {
              __typename
              attribute {
                slug
                name
                inputType
                unit
              }
              ... on AssignedSingleChoiceAttribute {
                choice: value {
                  slug
                  name
                }
              }
              ... on AssignedMultiChoiceAttribute {
                choices: value(limit: 12) {
                  slug
                  name
                }
              }
              ... on AssignedNumericAttribute {
                number: value
              }
              ... on AssignedBooleanAttribute {
                flag: value
              }
              ... on AssignedPlainTextAttribute {
                text: value
              }
              ... on AssignedSinglePageReferenceAttribute {
                page: value {
                  id
                  slug
                  title
                }
              }
            }

            fragment MoneyParts on Money {
              amount
              fractionalAmount
              fractionDigits
              currency
            }

            fragment ProductForIndexParts on Product {
              id
              slug
              name
              description
              created
              updatedAt
              externalReference
              isAvailable
              isAvailableForPurchase
              category {
                slug
                ancestors(first: 5) {
                  edges {
                    node {
                      slug
                    }
                  }
                }
              }
              productType {
                slug
              }
              channelListings {
                isPublished
                visibleInListings
                channel {
                  slug
                }
              }
              pricing {
                priceRange {
                  start {
                    gross {
                      ...MoneyParts
                    }
                  }
                }
              }
              metadata {
                key
                value
              }
              ...ProductTextParts
              assignedAttributes(limit: 30) {
                ...AttributeParts
              }
            }

            fragment ProductTextParts on Product {
              hi: translation(languageCode: HI) {
                name
                description
              }
              ur: translation(languageCode: UR) {
                name
                description
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "channel": channel}
        response = self.execute(
            query=query, operation_name="ProductForIndex", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ProductForIndex.model_validate(data)

    def products_for_index(
        self,
        channel: str,
        first: int,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "ProductsForIndex":
        from .products_for_index import ProductsForIndex

        query = gql("""
            query ProductsForIndex($channel: String!, $first: Int!, $after: String) {
              products(
                first: $first
                after: $after
                channel: $channel
                sortBy: {field: CREATED_AT, direction: ASC}
              ) {
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    ...ProductForIndexParts
                  }
                }
              }
            }

            fragment AttributeParts on AssignedAttribute {
              __typename
              attribute {
                slug
                name
                inputType
                unit
              }
              ... on AssignedSingleChoiceAttribute {
                choice: value {
                  slug
                  name
                }
              }
              ... on AssignedMultiChoiceAttribute {
                choices: value(limit: 12) {
                  slug
                  name
                }
              }
              ... on AssignedNumericAttribute {
                number: value
              }
              ... on AssignedBooleanAttribute {
                flag: value
              }
              ... on AssignedPlainTextAttribute {
                text: value
              }
              ... on AssignedSinglePageReferenceAttribute {
                page: value {
                  id
                  slug
                  title
                }
              }
            }

            fragment MoneyParts on Money {
              amount
              fractionalAmount
              fractionDigits
              currency
            }

            fragment ProductForIndexParts on Product {
              id
              slug
              name
              description
              created
              updatedAt
              externalReference
              isAvailable
              isAvailableForPurchase
              category {
                slug
                ancestors(first: 5) {
                  edges {
                    node {
                      slug
                    }
                  }
                }
              }
              productType {
                slug
              }
              channelListings {
                isPublished
                visibleInListings
                channel {
                  slug
                }
              }
              pricing {
                priceRange {
                  start {
                    gross {
                      ...MoneyParts
                    }
                  }
                }
              }
              metadata {
                key
                value
              }
              ...ProductTextParts
              assignedAttributes(limit: 30) {
                ...AttributeParts
              }
            }

            fragment ProductTextParts on Product {
              hi: translation(languageCode: HI) {
                name
                description
              }
              ur: translation(languageCode: UR) {
                name
                description
              }
            }
            """)
        variables: dict[str, object] = {
            "channel": channel,
            "first": first,
            "after": after,
        }
        response = self.execute(
            query=query,
            operation_name="ProductsForIndex",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductsForIndex.model_validate(data)

    def category_create(
        self,
        input: "CategoryInput",
        parent: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "CategoryCreate":
        from .category_create import CategoryCreate

        query = gql("""
            mutation CategoryCreate($input: CategoryInput!, $parent: ID) {
              categoryCreate(input: $input, parent: $parent) {
                category {
                  id
                  slug
                }
                errors {
                  ...ProductErrorParts
                }
              }
            }

            fragment ProductErrorParts on ProductError {
              field
              message
              code
            }
            """)
        variables: dict[str, object] = {"input": input, "parent": parent}
        response = self.execute(
            query=query, operation_name="CategoryCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CategoryCreate.model_validate(data)

    def collection_create(
        self, input: "CollectionCreateInput", **kwargs: Any
    ) -> "CollectionCreate":
        from .collection_create import CollectionCreate

        query = gql("""
            mutation CollectionCreate($input: CollectionCreateInput!) {
              collectionCreate(input: $input) {
                collection {
                  id
                  slug
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="CollectionCreate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CollectionCreate.model_validate(data)

    def collection_channel_listing_update(
        self, id: str, input: "CollectionChannelListingUpdateInput", **kwargs: Any
    ) -> "CollectionChannelListingUpdate":
        from .collection_channel_listing_update import CollectionChannelListingUpdate

        query = gql("""
            mutation CollectionChannelListingUpdate($id: ID!, $input: CollectionChannelListingUpdateInput!) {
              collectionChannelListingUpdate(id: $id, input: $input) {
                collection {
                  id
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query,
            operation_name="CollectionChannelListingUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CollectionChannelListingUpdate.model_validate(data)

    def collection_add_products(
        self, collection_id: str, products: list[str], **kwargs: Any
    ) -> "CollectionAddProducts":
        from .collection_add_products import CollectionAddProducts

        query = gql("""
            mutation CollectionAddProducts($collectionId: ID!, $products: [ID!]!) {
              collectionAddProducts(collectionId: $collectionId, products: $products) {
                collection {
                  id
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "collectionId": collection_id,
            "products": products,
        }
        response = self.execute(
            query=query,
            operation_name="CollectionAddProducts",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CollectionAddProducts.model_validate(data)

    def attribute_create(
        self, input: "AttributeCreateInput", **kwargs: Any
    ) -> "AttributeCreate":
        from .attribute_create import AttributeCreate

        query = gql("""
            mutation AttributeCreate($input: AttributeCreateInput!) {
              attributeCreate(input: $input) {
                attribute {
                  id
                  slug
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="AttributeCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AttributeCreate.model_validate(data)

    def page_type_create(
        self, input: "PageTypeCreateInput", **kwargs: Any
    ) -> "PageTypeCreate":
        from .page_type_create import PageTypeCreate

        query = gql("""
            mutation PageTypeCreate($input: PageTypeCreateInput!) {
              pageTypeCreate(input: $input) {
                pageType {
                  id
                  slug
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="PageTypeCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return PageTypeCreate.model_validate(data)

    def page_create(self, input: "PageCreateInput", **kwargs: Any) -> "PageCreate":
        from .page_create import PageCreate

        query = gql("""
            mutation PageCreate($input: PageCreateInput!) {
              pageCreate(input: $input) {
                page {
                  id
                  slug
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="PageCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return PageCreate.model_validate(data)

    def page_update(self, id: str, input: "PageInput", **kwargs: Any) -> "PageUpdate":
        from .page_update import PageUpdate

        query = gql("""
            mutation PageUpdate($id: ID!, $input: PageInput!) {
              pageUpdate(id: $id, input: $input) {
                page {
                  id
                  slug
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query, operation_name="PageUpdate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return PageUpdate.model_validate(data)

    def product_type_create(
        self, input: "ProductTypeInput", **kwargs: Any
    ) -> "ProductTypeCreate":
        from .product_type_create import ProductTypeCreate

        query = gql("""
            mutation ProductTypeCreate($input: ProductTypeInput!) {
              productTypeCreate(input: $input) {
                productType {
                  id
                  slug
                }
                errors {
                  ...ProductErrorParts
                }
              }
            }

            fragment ProductErrorParts on ProductError {
              field
              message
              code
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="ProductTypeCreate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductTypeCreate.model_validate(data)

    def product_attribute_assign(
        self,
        product_type_id: str,
        operations: list["ProductAttributeAssignInput"],
        **kwargs: Any,
    ) -> "ProductAttributeAssign":
        from .product_attribute_assign import ProductAttributeAssign

        query = gql("""
            mutation ProductAttributeAssign($productTypeId: ID!, $operations: [ProductAttributeAssignInput!]!) {
              productAttributeAssign(productTypeId: $productTypeId, operations: $operations) {
                productType {
                  id
                }
                errors {
                  ...ProductErrorParts
                }
              }
            }

            fragment ProductErrorParts on ProductError {
              field
              message
              code
            }
            """)
        variables: dict[str, object] = {
            "productTypeId": product_type_id,
            "operations": operations,
        }
        response = self.execute(
            query=query,
            operation_name="ProductAttributeAssign",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductAttributeAssign.model_validate(data)

    def page_attribute_assign(
        self, page_type_id: str, attribute_ids: list[str], **kwargs: Any
    ) -> "PageAttributeAssign":
        from .page_attribute_assign import PageAttributeAssign

        query = gql("""
            mutation PageAttributeAssign($pageTypeId: ID!, $attributeIds: [ID!]!) {
              pageAttributeAssign(pageTypeId: $pageTypeId, attributeIds: $attributeIds) {
                pageType {
                  id
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "pageTypeId": page_type_id,
            "attributeIds": attribute_ids,
        }
        response = self.execute(
            query=query,
            operation_name="PageAttributeAssign",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return PageAttributeAssign.model_validate(data)

    def product_create(
        self, input: "ProductCreateInput", **kwargs: Any
    ) -> "ProductCreate":
        from .product_create import ProductCreate

        query = gql("""
            mutation ProductCreate($input: ProductCreateInput!) {
              productCreate(input: $input) {
                product {
                  id
                  slug
                }
                errors {
                  ...ProductErrorParts
                }
              }
            }

            fragment ProductErrorParts on ProductError {
              field
              message
              code
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="ProductCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ProductCreate.model_validate(data)

    def product_update(
        self, id: str, input: "ProductInput", **kwargs: Any
    ) -> "ProductUpdate":
        from .product_update import ProductUpdate

        query = gql("""
            mutation ProductUpdate($id: ID!, $input: ProductInput!) {
              productUpdate(id: $id, input: $input) {
                product {
                  id
                  slug
                }
                errors {
                  ...ProductErrorParts
                }
              }
            }

            fragment ProductErrorParts on ProductError {
              field
              message
              code
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query, operation_name="ProductUpdate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ProductUpdate.model_validate(data)

    def product_delete(self, id: str, **kwargs: Any) -> "ProductDelete":
        from .product_delete import ProductDelete

        query = gql("""
            mutation ProductDelete($id: ID!) {
              productDelete(id: $id) {
                product {
                  id
                }
                errors {
                  ...ProductErrorParts
                }
              }
            }

            fragment ProductErrorParts on ProductError {
              field
              message
              code
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query, operation_name="ProductDelete", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ProductDelete.model_validate(data)

    def product_variant_create(
        self, input: "ProductVariantCreateInput", **kwargs: Any
    ) -> "ProductVariantCreate":
        from .product_variant_create import ProductVariantCreate

        query = gql("""
            mutation ProductVariantCreate($input: ProductVariantCreateInput!) {
              productVariantCreate(input: $input) {
                productVariant {
                  id
                  sku
                }
                errors {
                  ...ProductErrorParts
                }
              }
            }

            fragment ProductErrorParts on ProductError {
              field
              message
              code
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="ProductVariantCreate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductVariantCreate.model_validate(data)

    def product_variant_update(
        self, id: str, input: "ProductVariantInput", **kwargs: Any
    ) -> "ProductVariantUpdate":
        from .product_variant_update import ProductVariantUpdate

        query = gql("""
            mutation ProductVariantUpdate($id: ID!, $input: ProductVariantInput!) {
              productVariantUpdate(id: $id, input: $input) {
                productVariant {
                  id
                  sku
                }
                errors {
                  ...ProductErrorParts
                }
              }
            }

            fragment ProductErrorParts on ProductError {
              field
              message
              code
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query,
            operation_name="ProductVariantUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductVariantUpdate.model_validate(data)

    def product_channel_listing_update(
        self, id: str, input: "ProductChannelListingUpdateInput", **kwargs: Any
    ) -> "ProductChannelListingUpdate":
        from .product_channel_listing_update import ProductChannelListingUpdate

        query = gql("""
            mutation ProductChannelListingUpdate($id: ID!, $input: ProductChannelListingUpdateInput!) {
              productChannelListingUpdate(id: $id, input: $input) {
                product {
                  id
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query,
            operation_name="ProductChannelListingUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductChannelListingUpdate.model_validate(data)

    def product_variant_channel_listing_update(
        self,
        id: str,
        input: list["ProductVariantChannelListingAddInput"],
        **kwargs: Any,
    ) -> "ProductVariantChannelListingUpdate":
        from .product_variant_channel_listing_update import (
            ProductVariantChannelListingUpdate,
        )

        query = gql("""
            mutation ProductVariantChannelListingUpdate($id: ID!, $input: [ProductVariantChannelListingAddInput!]!) {
              productVariantChannelListingUpdate(id: $id, input: $input) {
                variant {
                  id
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query,
            operation_name="ProductVariantChannelListingUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductVariantChannelListingUpdate.model_validate(data)

    def product_variant_stocks_update(
        self, variant_id: str, stocks: list["StockInput"], **kwargs: Any
    ) -> "ProductVariantStocksUpdate":
        from .product_variant_stocks_update import ProductVariantStocksUpdate

        query = gql("""
            mutation ProductVariantStocksUpdate($variantId: ID!, $stocks: [StockInput!]!) {
              productVariantStocksUpdate(variantId: $variantId, stocks: $stocks) {
                productVariant {
                  id
                }
                errors {
                  field
                  message
                  code
                  index
                }
              }
            }
            """)
        variables: dict[str, object] = {"variantId": variant_id, "stocks": stocks}
        response = self.execute(
            query=query,
            operation_name="ProductVariantStocksUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductVariantStocksUpdate.model_validate(data)

    def product_media_create(
        self, input: "ProductMediaCreateInput", **kwargs: Any
    ) -> "ProductMediaCreate":
        from .product_media_create import ProductMediaCreate

        query = gql("""
            mutation ProductMediaCreate($input: ProductMediaCreateInput!) {
              productMediaCreate(input: $input) {
                media {
                  id
                  alt
                  url
                }
                errors {
                  ...ProductErrorParts
                }
              }
            }

            fragment ProductErrorParts on ProductError {
              field
              message
              code
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="ProductMediaCreate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductMediaCreate.model_validate(data)

    def product_media_delete(self, id: str, **kwargs: Any) -> "ProductMediaDelete":
        from .product_media_delete import ProductMediaDelete

        query = gql("""
            mutation ProductMediaDelete($id: ID!) {
              productMediaDelete(id: $id) {
                media {
                  id
                }
                errors {
                  ...ProductErrorParts
                }
              }
            }

            fragment ProductErrorParts on ProductError {
              field
              message
              code
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query,
            operation_name="ProductMediaDelete",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductMediaDelete.model_validate(data)

    def product_media_update(
        self, id: str, input: "ProductMediaUpdateInput", **kwargs: Any
    ) -> "ProductMediaUpdate":
        from .product_media_update import ProductMediaUpdate

        query = gql("""
            mutation ProductMediaUpdate($id: ID!, $input: ProductMediaUpdateInput!) {
              productMediaUpdate(id: $id, input: $input) {
                media {
                  id
                  alt
                }
                errors {
                  ...ProductErrorParts
                }
              }
            }

            fragment ProductErrorParts on ProductError {
              field
              message
              code
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query,
            operation_name="ProductMediaUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductMediaUpdate.model_validate(data)

    def product_media_reorder(
        self, product_id: str, media_ids: list[str], **kwargs: Any
    ) -> "ProductMediaReorder":
        from .product_media_reorder import ProductMediaReorder

        query = gql("""
            mutation ProductMediaReorder($productId: ID!, $mediaIds: [ID!]!) {
              productMediaReorder(productId: $productId, mediaIds: $mediaIds) {
                media {
                  id
                }
                errors {
                  ...ProductErrorParts
                }
              }
            }

            fragment ProductErrorParts on ProductError {
              field
              message
              code
            }
            """)
        variables: dict[str, object] = {"productId": product_id, "mediaIds": media_ids}
        response = self.execute(
            query=query,
            operation_name="ProductMediaReorder",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductMediaReorder.model_validate(data)

    def warehouse_create(
        self, input: "WarehouseCreateInput", **kwargs: Any
    ) -> "WarehouseCreate":
        from .warehouse_create import WarehouseCreate

        query = gql("""
            mutation WarehouseCreate($input: WarehouseCreateInput!) {
              createWarehouse(input: $input) {
                warehouse {
                  id
                  slug
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="WarehouseCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return WarehouseCreate.model_validate(data)

    def shipping_zone_create(
        self, input: "ShippingZoneCreateInput", **kwargs: Any
    ) -> "ShippingZoneCreate":
        from .shipping_zone_create import ShippingZoneCreate

        query = gql("""
            mutation ShippingZoneCreate($input: ShippingZoneCreateInput!) {
              shippingZoneCreate(input: $input) {
                shippingZone {
                  id
                  name
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query,
            operation_name="ShippingZoneCreate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ShippingZoneCreate.model_validate(data)

    def shipping_zone_update(
        self, id: str, input: "ShippingZoneUpdateInput", **kwargs: Any
    ) -> "ShippingZoneUpdate":
        from .shipping_zone_update import ShippingZoneUpdate

        query = gql("""
            mutation ShippingZoneUpdate($id: ID!, $input: ShippingZoneUpdateInput!) {
              shippingZoneUpdate(id: $id, input: $input) {
                shippingZone {
                  id
                  name
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query,
            operation_name="ShippingZoneUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ShippingZoneUpdate.model_validate(data)

    def channel_create(
        self, input: "ChannelCreateInput", **kwargs: Any
    ) -> "ChannelCreate":
        from .channel_create import ChannelCreate

        query = gql("""
            mutation ChannelCreate($input: ChannelCreateInput!) {
              channelCreate(input: $input) {
                channel {
                  id
                  slug
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="ChannelCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ChannelCreate.model_validate(data)

    def channel_update(
        self, id: str, input: "ChannelUpdateInput", **kwargs: Any
    ) -> "ChannelUpdate":
        from .channel_update import ChannelUpdate

        query = gql("""
            mutation ChannelUpdate($id: ID!, $input: ChannelUpdateInput!) {
              channelUpdate(id: $id, input: $input) {
                channel {
                  id
                  slug
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query, operation_name="ChannelUpdate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ChannelUpdate.model_validate(data)

    def tax_configuration_update(
        self, id: str, input: "TaxConfigurationUpdateInput", **kwargs: Any
    ) -> "TaxConfigurationUpdate":
        from .tax_configuration_update import TaxConfigurationUpdate

        query = gql("""
            mutation TaxConfigurationUpdate($id: ID!, $input: TaxConfigurationUpdateInput!) {
              taxConfigurationUpdate(id: $id, input: $input) {
                taxConfiguration {
                  id
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query,
            operation_name="TaxConfigurationUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TaxConfigurationUpdate.model_validate(data)

    def private_metadata_update(
        self, id: str, input: list["MetadataInput"], **kwargs: Any
    ) -> "PrivateMetadataUpdate":
        from .private_metadata_update import PrivateMetadataUpdate

        query = gql("""
            mutation PrivateMetadataUpdate($id: ID!, $input: [MetadataInput!]!) {
              updatePrivateMetadata(id: $id, input: $input) {
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query,
            operation_name="PrivateMetadataUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return PrivateMetadataUpdate.model_validate(data)

    def product_translate(
        self,
        id: str,
        language: "LanguageCodeEnum",
        input: "TranslationInput",
        **kwargs: Any,
    ) -> "ProductTranslate":
        from .product_translate import ProductTranslate

        query = gql("""
            mutation ProductTranslate($id: ID!, $language: LanguageCodeEnum!, $input: TranslationInput!) {
              productTranslate(id: $id, languageCode: $language, input: $input) {
                product {
                  id
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "language": language, "input": input}
        response = self.execute(
            query=query,
            operation_name="ProductTranslate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductTranslate.model_validate(data)

    def page_translate(
        self,
        id: str,
        language: "LanguageCodeEnum",
        input: "PageTranslationInput",
        **kwargs: Any,
    ) -> "PageTranslate":
        from .page_translate import PageTranslate

        query = gql("""
            mutation PageTranslate($id: ID!, $language: LanguageCodeEnum!, $input: PageTranslationInput!) {
              pageTranslate(id: $id, languageCode: $language, input: $input) {
                page {
                  id
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "language": language, "input": input}
        response = self.execute(
            query=query, operation_name="PageTranslate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return PageTranslate.model_validate(data)

    def checkout_details(
        self,
        id: str,
        language: Union[Optional["LanguageCodeEnum"], "UnsetType"] = UNSET,
        translated: Union[Optional[bool], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "CheckoutDetails":
        from .checkout_details import CheckoutDetails

        query = gql("""
            query CheckoutDetails($id: ID!, $language: LanguageCodeEnum = EN, $translated: Boolean = false) {
              checkout(id: $id) {
                ...CheckoutParts
              }
            }

            fragment AddressParts on Address {
              firstName
              lastName
              companyName
              streetAddress1
              streetAddress2
              city
              cityArea
              postalCode
              country {
                code
                country
              }
              countryArea
              phone
            }

            fragment AttributeParts on AssignedAttribute {
              __typename
              attribute {
                slug
                name
                inputType
                unit
              }
              ... on AssignedSingleChoiceAttribute {
                choice: value {
                  slug
                  name
                }
              }
              ... on AssignedMultiChoiceAttribute {
                choices: value(limit: 12) {
                  slug
                  name
                }
              }
              ... on AssignedNumericAttribute {
                number: value
              }
              ... on AssignedBooleanAttribute {
                flag: value
              }
              ... on AssignedPlainTextAttribute {
                text: value
              }
              ... on AssignedSinglePageReferenceAttribute {
                page: value {
                  id
                  slug
                  title
                }
              }
            }

            fragment CheckoutParts on Checkout {
              id
              token
              email
              quantity
              created
              isShippingRequired
              stockReservationExpires
              authorizeStatus
              chargeStatus
              channel {
                slug
              }
              metadata {
                key
                value
              }
              billingAddress {
                ...AddressParts
              }
              shippingAddress {
                ...AddressParts
              }
              delivery {
                id
                shippingMethod {
                  id
                  name
                  price {
                    ...MoneyParts
                  }
                  minimumDeliveryDays
                  maximumDeliveryDays
                  metadata {
                    key
                    value
                  }
                }
              }
              subtotalPrice {
                ...TaxedMoneyParts
              }
              shippingPrice {
                ...TaxedMoneyParts
              }
              totalPrice {
                ...TaxedMoneyParts
              }
              totalBalance {
                ...MoneyParts
              }
              voucherCode
              discountName
              discount {
                ...MoneyParts
              }
              problems {
                __typename
                ... on CheckoutLineProblemInsufficientStock {
                  availableQuantity
                  line {
                    id
                  }
                }
                ... on CheckoutLineProblemVariantNotAvailable {
                  line {
                    id
                  }
                }
                ... on CheckoutProblemDeliveryMethodStale {
                  delivery {
                    id
                  }
                }
                ... on CheckoutProblemDeliveryMethodInvalid {
                  delivery {
                    id
                  }
                }
              }
              lines {
                id
                quantity
                unitPrice {
                  gross {
                    ...MoneyParts
                  }
                }
                totalPrice {
                  ...TaxedMoneyParts
                }
                undiscountedTotalPrice {
                  ...MoneyParts
                }
                variant {
                  id
                  sku
                  name
                  quantityAvailable
                  weight {
                    value
                    unit
                  }
                  product {
                    id
                    slug
                    name
                    translation(languageCode: $language) @include(if: $translated) {
                      name
                    }
                    thumbnail(size: 256, format: WEBP) {
                      url
                      alt
                    }
                    metafields(
                      keys: ["umeed.maker", "umeed.hsn", "umeed.lead_days", "umeed.dims_cm", "umeed.stock_kind", "umeed.return_days", "umeed.gift_wrap"]
                    )
                    productType {
                      metafields(keys: ["umeed.return_days", "umeed.gift_wrap"])
                    }
                    assignedAttributes(limit: 10) {
                      ...AttributeParts
                    }
                  }
                }
              }
            }

            fragment MoneyParts on Money {
              amount
              fractionalAmount
              fractionDigits
              currency
            }

            fragment TaxedMoneyParts on TaxedMoney {
              gross {
                ...MoneyParts
              }
              net {
                ...MoneyParts
              }
              tax {
                ...MoneyParts
              }
            }
            """)
        variables: dict[str, object] = {
            "id": id,
            "language": language,
            "translated": translated,
        }
        response = self.execute(
            query=query, operation_name="CheckoutDetails", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CheckoutDetails.model_validate(data)

    def checkout_bag(self, id: str, **kwargs: Any) -> "CheckoutBag":
        from .checkout_bag import CheckoutBag

        query = gql("""
            query CheckoutBag($id: ID!) {
              checkout(id: $id) {
                id
                quantity
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query, operation_name="CheckoutBag", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CheckoutBag.model_validate(data)

    def checkout_create(
        self, input: "CheckoutCreateInput", **kwargs: Any
    ) -> "CheckoutCreate":
        from .checkout_create import CheckoutCreate

        query = gql("""
            mutation CheckoutCreate($input: CheckoutCreateInput!) {
              checkoutCreate(input: $input) {
                checkout {
                  id
                  token
                  quantity
                }
                errors {
                  ...CheckoutErrorParts
                }
              }
            }

            fragment CheckoutErrorParts on CheckoutError {
              field
              message
              code
              variants
              lines
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="CheckoutCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CheckoutCreate.model_validate(data)

    def checkout_lines_add(
        self, id: str, lines: list["CheckoutLineInput"], **kwargs: Any
    ) -> "CheckoutLinesAdd":
        from .checkout_lines_add import CheckoutLinesAdd

        query = gql("""
            mutation CheckoutLinesAdd($id: ID!, $lines: [CheckoutLineInput!]!) {
              checkoutLinesAdd(id: $id, lines: $lines) {
                checkout {
                  id
                  quantity
                }
                errors {
                  ...CheckoutErrorParts
                }
              }
            }

            fragment CheckoutErrorParts on CheckoutError {
              field
              message
              code
              variants
              lines
            }
            """)
        variables: dict[str, object] = {"id": id, "lines": lines}
        response = self.execute(
            query=query,
            operation_name="CheckoutLinesAdd",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CheckoutLinesAdd.model_validate(data)

    def checkout_lines_update(
        self, id: str, lines: list["CheckoutLineUpdateInput"], **kwargs: Any
    ) -> "CheckoutLinesUpdate":
        from .checkout_lines_update import CheckoutLinesUpdate

        query = gql("""
            mutation CheckoutLinesUpdate($id: ID!, $lines: [CheckoutLineUpdateInput!]!) {
              checkoutLinesUpdate(id: $id, lines: $lines) {
                checkout {
                  id
                  quantity
                }
                errors {
                  ...CheckoutErrorParts
                }
              }
            }

            fragment CheckoutErrorParts on CheckoutError {
              field
              message
              code
              variants
              lines
            }
            """)
        variables: dict[str, object] = {"id": id, "lines": lines}
        response = self.execute(
            query=query,
            operation_name="CheckoutLinesUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CheckoutLinesUpdate.model_validate(data)

    def checkout_lines_delete(
        self, id: str, lines_ids: list[str], **kwargs: Any
    ) -> "CheckoutLinesDelete":
        from .checkout_lines_delete import CheckoutLinesDelete

        query = gql("""
            mutation CheckoutLinesDelete($id: ID!, $linesIds: [ID!]!) {
              checkoutLinesDelete(id: $id, linesIds: $linesIds) {
                checkout {
                  id
                  quantity
                }
                errors {
                  ...CheckoutErrorParts
                }
              }
            }

            fragment CheckoutErrorParts on CheckoutError {
              field
              message
              code
              variants
              lines
            }
            """)
        variables: dict[str, object] = {"id": id, "linesIds": lines_ids}
        response = self.execute(
            query=query,
            operation_name="CheckoutLinesDelete",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CheckoutLinesDelete.model_validate(data)

    def checkout_email_update(
        self, id: str, email: str, **kwargs: Any
    ) -> "CheckoutEmailUpdate":
        from .checkout_email_update import CheckoutEmailUpdate

        query = gql("""
            mutation CheckoutEmailUpdate($id: ID!, $email: String!) {
              checkoutEmailUpdate(id: $id, email: $email) {
                checkout {
                  id
                  email
                }
                errors {
                  ...CheckoutErrorParts
                }
              }
            }

            fragment CheckoutErrorParts on CheckoutError {
              field
              message
              code
              variants
              lines
            }
            """)
        variables: dict[str, object] = {"id": id, "email": email}
        response = self.execute(
            query=query,
            operation_name="CheckoutEmailUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CheckoutEmailUpdate.model_validate(data)

    def checkout_shipping_address_update(
        self,
        id: str,
        address: "AddressInput",
        validation_rules: Union[
            Optional["CheckoutAddressValidationRules"], "UnsetType"
        ] = UNSET,
        **kwargs: Any,
    ) -> "CheckoutShippingAddressUpdate":
        from .checkout_shipping_address_update import CheckoutShippingAddressUpdate

        query = gql("""
            mutation CheckoutShippingAddressUpdate($id: ID!, $address: AddressInput!, $validationRules: CheckoutAddressValidationRules) {
              checkoutShippingAddressUpdate(
                id: $id
                shippingAddress: $address
                validationRules: $validationRules
              ) {
                checkout {
                  id
                }
                errors {
                  ...CheckoutErrorParts
                }
              }
            }

            fragment CheckoutErrorParts on CheckoutError {
              field
              message
              code
              variants
              lines
            }
            """)
        variables: dict[str, object] = {
            "id": id,
            "address": address,
            "validationRules": validation_rules,
        }
        response = self.execute(
            query=query,
            operation_name="CheckoutShippingAddressUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CheckoutShippingAddressUpdate.model_validate(data)

    def checkout_billing_address_update(
        self, id: str, address: "AddressInput", **kwargs: Any
    ) -> "CheckoutBillingAddressUpdate":
        from .checkout_billing_address_update import CheckoutBillingAddressUpdate

        query = gql("""
            mutation CheckoutBillingAddressUpdate($id: ID!, $address: AddressInput!) {
              checkoutBillingAddressUpdate(id: $id, billingAddress: $address) {
                checkout {
                  id
                }
                errors {
                  ...CheckoutErrorParts
                }
              }
            }

            fragment CheckoutErrorParts on CheckoutError {
              field
              message
              code
              variants
              lines
            }
            """)
        variables: dict[str, object] = {"id": id, "address": address}
        response = self.execute(
            query=query,
            operation_name="CheckoutBillingAddressUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CheckoutBillingAddressUpdate.model_validate(data)

    def delivery_options_calculate(
        self, id: str, **kwargs: Any
    ) -> "DeliveryOptionsCalculate":
        from .delivery_options_calculate import DeliveryOptionsCalculate

        query = gql("""
            mutation DeliveryOptionsCalculate($id: ID!) {
              deliveryOptionsCalculate(id: $id) {
                deliveries {
                  id
                  shippingMethod {
                    id
                    name
                    price {
                      ...MoneyParts
                    }
                    minimumDeliveryDays
                    maximumDeliveryDays
                    active
                    message
                    metadata {
                      key
                      value
                    }
                  }
                }
                errors {
                  field
                  message
                  code
                }
              }
            }

            fragment MoneyParts on Money {
              amount
              fractionalAmount
              fractionDigits
              currency
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query,
            operation_name="DeliveryOptionsCalculate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return DeliveryOptionsCalculate.model_validate(data)

    def checkout_delivery_method_update(
        self, id: str, delivery_method_id: str, **kwargs: Any
    ) -> "CheckoutDeliveryMethodUpdate":
        from .checkout_delivery_method_update import CheckoutDeliveryMethodUpdate

        query = gql("""
            mutation CheckoutDeliveryMethodUpdate($id: ID!, $deliveryMethodId: ID!) {
              checkoutDeliveryMethodUpdate(id: $id, deliveryMethodId: $deliveryMethodId) {
                checkout {
                  id
                }
                errors {
                  ...CheckoutErrorParts
                }
              }
            }

            fragment CheckoutErrorParts on CheckoutError {
              field
              message
              code
              variants
              lines
            }
            """)
        variables: dict[str, object] = {
            "id": id,
            "deliveryMethodId": delivery_method_id,
        }
        response = self.execute(
            query=query,
            operation_name="CheckoutDeliveryMethodUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CheckoutDeliveryMethodUpdate.model_validate(data)

    def checkout_complete(self, id: str, **kwargs: Any) -> "CheckoutComplete":
        from .checkout_complete import CheckoutComplete

        query = gql("""
            mutation CheckoutComplete($id: ID!) {
              checkoutComplete(id: $id) {
                order {
                  id
                  number
                  status
                }
                confirmationNeeded
                errors {
                  ...CheckoutErrorParts
                }
              }
            }

            fragment CheckoutErrorParts on CheckoutError {
              field
              message
              code
              variants
              lines
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query,
            operation_name="CheckoutComplete",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CheckoutComplete.model_validate(data)

    def metadata_update(
        self, id: str, input: list["MetadataInput"], **kwargs: Any
    ) -> "MetadataUpdate":
        from .metadata_update import MetadataUpdate

        query = gql("""
            mutation MetadataUpdate($id: ID!, $input: [MetadataInput!]!) {
              updateMetadata(id: $id, input: $input) {
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query, operation_name="MetadataUpdate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return MetadataUpdate.model_validate(data)

    def address_rules(
        self, country_code: "CountryCode", **kwargs: Any
    ) -> "AddressRules":
        from .address_rules import AddressRules

        query = gql("""
            query AddressRules($countryCode: CountryCode!) {
              addressValidationRules(countryCode: $countryCode) {
                requiredFields
                allowedFields
                countryAreaChoices {
                  raw
                  verbose
                }
                postalCodeMatchers
                postalCodeExamples
              }
            }
            """)
        variables: dict[str, object] = {"countryCode": country_code}
        response = self.execute(
            query=query, operation_name="AddressRules", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AddressRules.model_validate(data)

    def customer(
        self,
        id: Union[Optional[str], "UnsetType"] = UNSET,
        email: Union[Optional[str], "UnsetType"] = UNSET,
        external_reference: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "Customer":
        from .customer import Customer

        query = gql("""
            query Customer($id: ID, $email: String, $externalReference: String) {
              user(id: $id, email: $email, externalReference: $externalReference) {
                ...CustomerParts
                checkoutIds
              }
            }

            fragment AddressParts on Address {
              firstName
              lastName
              companyName
              streetAddress1
              streetAddress2
              city
              cityArea
              postalCode
              country {
                code
                country
              }
              countryArea
              phone
            }

            fragment BookAddress on Address {
              id
              ...AddressParts
            }

            fragment CustomerParts on User {
              id
              email
              firstName
              lastName
              isActive
              isConfirmed
              languageCode
              externalReference
              dateJoined
              metadata {
                key
                value
              }
              addresses {
                ...BookAddress
              }
              defaultShippingAddress {
                id
              }
              defaultBillingAddress {
                id
              }
            }
            """)
        variables: dict[str, object] = {
            "id": id,
            "email": email,
            "externalReference": external_reference,
        }
        response = self.execute(
            query=query, operation_name="Customer", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Customer.model_validate(data)

    def customer_orders(
        self,
        id: str,
        first: int,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "CustomerOrders":
        from .customer_orders import CustomerOrders

        query = gql("""
            query CustomerOrders($id: ID!, $first: Int!, $after: String) {
              user(id: $id) {
                orders(first: $first, after: $after) {
                  totalCount
                  pageInfo {
                    hasNextPage
                    endCursor
                  }
                  edges {
                    node {
                      id
                      number
                      created
                      status
                      userEmail
                      total {
                        gross {
                          ...MoneyParts
                        }
                      }
                    }
                  }
                }
              }
            }

            fragment MoneyParts on Money {
              amount
              fractionalAmount
              fractionDigits
              currency
            }
            """)
        variables: dict[str, object] = {"id": id, "first": first, "after": after}
        response = self.execute(
            query=query, operation_name="CustomerOrders", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CustomerOrders.model_validate(data)

    def customer_create(
        self, input: "UserCreateInput", **kwargs: Any
    ) -> "CustomerCreate":
        from .customer_create import CustomerCreate

        query = gql("""
            mutation CustomerCreate($input: UserCreateInput!) {
              customerCreate(input: $input) {
                user {
                  ...CustomerParts
                }
                errors {
                  ...AccountErrorParts
                }
              }
            }

            fragment AccountErrorParts on AccountError {
              field
              message
              code
              addressType
            }

            fragment AddressParts on Address {
              firstName
              lastName
              companyName
              streetAddress1
              streetAddress2
              city
              cityArea
              postalCode
              country {
                code
                country
              }
              countryArea
              phone
            }

            fragment BookAddress on Address {
              id
              ...AddressParts
            }

            fragment CustomerParts on User {
              id
              email
              firstName
              lastName
              isActive
              isConfirmed
              languageCode
              externalReference
              dateJoined
              metadata {
                key
                value
              }
              addresses {
                ...BookAddress
              }
              defaultShippingAddress {
                id
              }
              defaultBillingAddress {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="CustomerCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CustomerCreate.model_validate(data)

    def customer_update(
        self, id: str, input: "CustomerInput", **kwargs: Any
    ) -> "CustomerUpdate":
        from .customer_update import CustomerUpdate

        query = gql("""
            mutation CustomerUpdate($id: ID!, $input: CustomerInput!) {
              customerUpdate(id: $id, input: $input) {
                user {
                  ...CustomerParts
                }
                errors {
                  ...AccountErrorParts
                }
              }
            }

            fragment AccountErrorParts on AccountError {
              field
              message
              code
              addressType
            }

            fragment AddressParts on Address {
              firstName
              lastName
              companyName
              streetAddress1
              streetAddress2
              city
              cityArea
              postalCode
              country {
                code
                country
              }
              countryArea
              phone
            }

            fragment BookAddress on Address {
              id
              ...AddressParts
            }

            fragment CustomerParts on User {
              id
              email
              firstName
              lastName
              isActive
              isConfirmed
              languageCode
              externalReference
              dateJoined
              metadata {
                key
                value
              }
              addresses {
                ...BookAddress
              }
              defaultShippingAddress {
                id
              }
              defaultBillingAddress {
                id
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query, operation_name="CustomerUpdate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CustomerUpdate.model_validate(data)

    def customer_delete(self, id: str, **kwargs: Any) -> "CustomerDelete":
        from .customer_delete import CustomerDelete

        query = gql("""
            mutation CustomerDelete($id: ID!) {
              customerDelete(id: $id) {
                user {
                  id
                }
                errors {
                  ...AccountErrorParts
                }
              }
            }

            fragment AccountErrorParts on AccountError {
              field
              message
              code
              addressType
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query, operation_name="CustomerDelete", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CustomerDelete.model_validate(data)

    def address_create(
        self, user_id: str, input: "AddressInput", **kwargs: Any
    ) -> "AddressCreate":
        from .address_create import AddressCreate

        query = gql("""
            mutation AddressCreate($userId: ID!, $input: AddressInput!) {
              addressCreate(userId: $userId, input: $input) {
                address {
                  ...BookAddress
                }
                errors {
                  ...AccountErrorParts
                }
              }
            }

            fragment AccountErrorParts on AccountError {
              field
              message
              code
              addressType
            }

            fragment AddressParts on Address {
              firstName
              lastName
              companyName
              streetAddress1
              streetAddress2
              city
              cityArea
              postalCode
              country {
                code
                country
              }
              countryArea
              phone
            }

            fragment BookAddress on Address {
              id
              ...AddressParts
            }
            """)
        variables: dict[str, object] = {"userId": user_id, "input": input}
        response = self.execute(
            query=query, operation_name="AddressCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AddressCreate.model_validate(data)

    def address_update(
        self, id: str, input: "AddressInput", **kwargs: Any
    ) -> "AddressUpdate":
        from .address_update import AddressUpdate

        query = gql("""
            mutation AddressUpdate($id: ID!, $input: AddressInput!) {
              addressUpdate(id: $id, input: $input) {
                address {
                  ...BookAddress
                }
                errors {
                  ...AccountErrorParts
                }
              }
            }

            fragment AccountErrorParts on AccountError {
              field
              message
              code
              addressType
            }

            fragment AddressParts on Address {
              firstName
              lastName
              companyName
              streetAddress1
              streetAddress2
              city
              cityArea
              postalCode
              country {
                code
                country
              }
              countryArea
              phone
            }

            fragment BookAddress on Address {
              id
              ...AddressParts
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query, operation_name="AddressUpdate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AddressUpdate.model_validate(data)

    def address_delete(self, id: str, **kwargs: Any) -> "AddressDelete":
        from .address_delete import AddressDelete

        query = gql("""
            mutation AddressDelete($id: ID!) {
              addressDelete(id: $id) {
                address {
                  id
                }
                errors {
                  ...AccountErrorParts
                }
              }
            }

            fragment AccountErrorParts on AccountError {
              field
              message
              code
              addressType
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query, operation_name="AddressDelete", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AddressDelete.model_validate(data)

    def address_set_default(
        self, user_id: str, address_id: str, type_: "AddressTypeEnum", **kwargs: Any
    ) -> "AddressSetDefault":
        from .address_set_default import AddressSetDefault

        query = gql("""
            mutation AddressSetDefault($userId: ID!, $addressId: ID!, $type: AddressTypeEnum!) {
              addressSetDefault(userId: $userId, addressId: $addressId, type: $type) {
                user {
                  ...CustomerParts
                }
                errors {
                  ...AccountErrorParts
                }
              }
            }

            fragment AccountErrorParts on AccountError {
              field
              message
              code
              addressType
            }

            fragment AddressParts on Address {
              firstName
              lastName
              companyName
              streetAddress1
              streetAddress2
              city
              cityArea
              postalCode
              country {
                code
                country
              }
              countryArea
              phone
            }

            fragment BookAddress on Address {
              id
              ...AddressParts
            }

            fragment CustomerParts on User {
              id
              email
              firstName
              lastName
              isActive
              isConfirmed
              languageCode
              externalReference
              dateJoined
              metadata {
                key
                value
              }
              addresses {
                ...BookAddress
              }
              defaultShippingAddress {
                id
              }
              defaultBillingAddress {
                id
              }
            }
            """)
        variables: dict[str, object] = {
            "userId": user_id,
            "addressId": address_id,
            "type": type_,
        }
        response = self.execute(
            query=query,
            operation_name="AddressSetDefault",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AddressSetDefault.model_validate(data)

    def checkout_customer_attach(
        self, id: str, customer_id: str, **kwargs: Any
    ) -> "CheckoutCustomerAttach":
        from .checkout_customer_attach import CheckoutCustomerAttach

        query = gql("""
            mutation CheckoutCustomerAttach($id: ID!, $customerId: ID!) {
              checkoutCustomerAttach(id: $id, customerId: $customerId) {
                checkout {
                  id
                  email
                  user {
                    id
                  }
                }
                errors {
                  ...CheckoutErrorParts
                }
              }
            }

            fragment CheckoutErrorParts on CheckoutError {
              field
              message
              code
              variants
              lines
            }
            """)
        variables: dict[str, object] = {"id": id, "customerId": customer_id}
        response = self.execute(
            query=query,
            operation_name="CheckoutCustomerAttach",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CheckoutCustomerAttach.model_validate(data)

    def checkout_customer_detach(
        self, id: str, **kwargs: Any
    ) -> "CheckoutCustomerDetach":
        from .checkout_customer_detach import CheckoutCustomerDetach

        query = gql("""
            mutation CheckoutCustomerDetach($id: ID!) {
              checkoutCustomerDetach(id: $id) {
                checkout {
                  id
                  email
                }
                errors {
                  ...CheckoutErrorParts
                }
              }
            }

            fragment CheckoutErrorParts on CheckoutError {
              field
              message
              code
              variants
              lines
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query,
            operation_name="CheckoutCustomerDetach",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CheckoutCustomerDetach.model_validate(data)

    def maker_page(
        self,
        slug: str,
        language: Union[Optional["LanguageCodeEnum"], "UnsetType"] = UNSET,
        translated: Union[Optional[bool], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "MakerPage":
        from .maker_page import MakerPage

        query = gql("""
            query MakerPage($slug: String!, $language: LanguageCodeEnum = EN, $translated: Boolean = false) {
              page(slug: $slug) {
                id
                slug
                content
                translation(languageCode: $language) @include(if: $translated) {
                  content
                }
                isPublished
                pageType {
                  slug
                }
                metadata {
                  key
                  value
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "slug": slug,
            "language": language,
            "translated": translated,
        }
        response = self.execute(
            query=query, operation_name="MakerPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return MakerPage.model_validate(data)

    def maker_pages(
        self,
        first: int,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        where: Union[Optional["PageWhereInput"], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "MakerPages":
        from .maker_pages import MakerPages

        query = gql("""
            query MakerPages($first: Int!, $after: String, $where: PageWhereInput) {
              pages(first: $first, after: $after, where: $where) {
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    id
                    slug
                    metadata {
                      key
                      value
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"first": first, "after": after, "where": where}
        response = self.execute(
            query=query, operation_name="MakerPages", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return MakerPages.model_validate(data)

    def order_details(
        self,
        id: str,
        language: Union[Optional["LanguageCodeEnum"], "UnsetType"] = UNSET,
        translated: Union[Optional[bool], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "OrderDetails":
        from .order_details import OrderDetails

        query = gql("""
            query OrderDetails($id: ID!, $language: LanguageCodeEnum = EN, $translated: Boolean = false) {
              order(id: $id) {
                ...OrderParts
              }
            }

            fragment AddressParts on Address {
              firstName
              lastName
              companyName
              streetAddress1
              streetAddress2
              city
              cityArea
              postalCode
              country {
                code
                country
              }
              countryArea
              phone
            }

            fragment MoneyParts on Money {
              amount
              fractionalAmount
              fractionDigits
              currency
            }

            fragment OrderParts on Order {
              id
              number
              created
              status
              statusDisplay
              isPaid
              chargeStatus
              authorizeStatus
              userEmail
              checkoutId
              externalReference
              channel {
                slug
              }
              shippingMethodName
              billingAddress {
                ...AddressParts
              }
              shippingAddress {
                ...AddressParts
              }
              subtotal {
                ...TaxedMoneyParts
              }
              shippingPrice {
                ...TaxedMoneyParts
              }
              shippingTaxRate
              total {
                ...TaxedMoneyParts
              }
              totalCharged {
                ...MoneyParts
              }
              totalAuthorized {
                ...MoneyParts
              }
              totalRefunded {
                ...MoneyParts
              }
              totalBalance {
                ...MoneyParts
              }
              voucherCode
              undiscountedShippingPrice {
                ...MoneyParts
              }
              deliveryMethod {
                __typename
                ... on ShippingMethod {
                  id
                  name
                  metadata {
                    key
                    value
                  }
                  minimumDeliveryDays
                  maximumDeliveryDays
                }
              }
              metadata {
                key
                value
              }
              lines {
                id
                productName
                variantName
                productSku
                quantity
                quantityFulfilled
                unitPrice {
                  ...TaxedMoneyParts
                }
                totalPrice {
                  ...TaxedMoneyParts
                }
                undiscountedTotalPrice {
                  gross {
                    ...MoneyParts
                  }
                }
                taxRate
                thumbnail(size: 256, format: WEBP) {
                  url
                  alt
                }
                variant {
                  id
                  product {
                    id
                    slug
                    translation(languageCode: $language) @include(if: $translated) {
                      name
                    }
                    metafields(
                      keys: ["umeed.maker", "umeed.hsn", "umeed.lead_days", "umeed.stock_kind", "umeed.return_days", "umeed.gift_wrap"]
                    )
                    productType {
                      metafields(keys: ["umeed.return_days", "umeed.gift_wrap"])
                    }
                  }
                }
              }
              fulfillments {
                id
                status
                created
                trackingNumber
                lines {
                  quantity
                  orderLine {
                    id
                  }
                }
              }
              transactions {
                id
                pspReference
                name
                actions
                chargedAmount {
                  ...MoneyParts
                }
                authorizedAmount {
                  ...MoneyParts
                }
                events {
                  type
                  createdAt
                  pspReference
                  amount {
                    ...MoneyParts
                  }
                }
              }
            }

            fragment TaxedMoneyParts on TaxedMoney {
              gross {
                ...MoneyParts
              }
              net {
                ...MoneyParts
              }
              tax {
                ...MoneyParts
              }
            }
            """)
        variables: dict[str, object] = {
            "id": id,
            "language": language,
            "translated": translated,
        }
        response = self.execute(
            query=query, operation_name="OrderDetails", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OrderDetails.model_validate(data)

    def order_cancel(self, id: str, **kwargs: Any) -> "OrderCancel":
        from .order_cancel import OrderCancel

        query = gql("""
            mutation OrderCancel($id: ID!) {
              orderCancel(id: $id) {
                order {
                  id
                  status
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query, operation_name="OrderCancel", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OrderCancel.model_validate(data)

    def order_fulfill(
        self, order: str, input: "OrderFulfillInput", **kwargs: Any
    ) -> "OrderFulfill":
        from .order_fulfill import OrderFulfill

        query = gql("""
            mutation OrderFulfill($order: ID!, $input: OrderFulfillInput!) {
              orderFulfill(order: $order, input: $input) {
                fulfillments {
                  id
                  status
                  trackingNumber
                }
                order {
                  id
                  status
                }
                errors {
                  field
                  message
                  code
                  warehouse
                  orderLines
                }
              }
            }
            """)
        variables: dict[str, object] = {"order": order, "input": input}
        response = self.execute(
            query=query, operation_name="OrderFulfill", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OrderFulfill.model_validate(data)

    def fulfillment_cancel(
        self,
        id: str,
        input: Union[Optional["FulfillmentCancelInput"], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "FulfillmentCancel":
        from .fulfillment_cancel import FulfillmentCancel

        query = gql("""
            mutation FulfillmentCancel($id: ID!, $input: FulfillmentCancelInput) {
              orderFulfillmentCancel(id: $id, input: $input) {
                fulfillment {
                  id
                  status
                }
                order {
                  id
                  status
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query,
            operation_name="FulfillmentCancel",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return FulfillmentCancel.model_validate(data)

    def fulfillment_update_tracking(
        self, id: str, input: "FulfillmentUpdateTrackingInput", **kwargs: Any
    ) -> "FulfillmentUpdateTracking":
        from .fulfillment_update_tracking import FulfillmentUpdateTracking

        query = gql("""
            mutation FulfillmentUpdateTracking($id: ID!, $input: FulfillmentUpdateTrackingInput!) {
              orderFulfillmentUpdateTracking(id: $id, input: $input) {
                fulfillment {
                  id
                  trackingNumber
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query,
            operation_name="FulfillmentUpdateTracking",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return FulfillmentUpdateTracking.model_validate(data)

    def order_to_fulfil(self, id: str, **kwargs: Any) -> "OrderToFulfil":
        from .order_to_fulfil import OrderToFulfil

        query = gql("""
            query OrderToFulfil($id: ID!) {
              order(id: $id) {
                id
                status
                chargeStatus
                authorizeStatus
                lines {
                  id
                  quantity
                  quantityFulfilled
                  allocations {
                    quantity
                    warehouse {
                      id
                    }
                  }
                }
                fulfillments {
                  id
                  status
                  trackingNumber
                  lines {
                    quantity
                    orderLine {
                      id
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query, operation_name="OrderToFulfil", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OrderToFulfil.model_validate(data)

    def order_granted_refunds(self, id: str, **kwargs: Any) -> "OrderGrantedRefunds":
        from .order_granted_refunds import OrderGrantedRefunds

        query = gql("""
            query OrderGrantedRefunds($id: ID!) {
              order(id: $id) {
                id
                status
                grantedRefunds {
                  id
                  reason
                  status
                  amount {
                    ...MoneyParts
                  }
                  lines {
                    quantity
                    orderLine {
                      id
                    }
                  }
                  transactionEvents {
                    type
                    message
                    pspReference
                  }
                }
              }
            }

            fragment MoneyParts on Money {
              amount
              fractionalAmount
              fractionDigits
              currency
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query,
            operation_name="OrderGrantedRefunds",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return OrderGrantedRefunds.model_validate(data)

    def order_grant_refund_create(
        self, id: str, input: "OrderGrantRefundCreateInput", **kwargs: Any
    ) -> "OrderGrantRefundCreate":
        from .order_grant_refund_create import OrderGrantRefundCreate

        query = gql("""
            mutation OrderGrantRefundCreate($id: ID!, $input: OrderGrantRefundCreateInput!) {
              orderGrantRefundCreate(id: $id, input: $input) {
                grantedRefund {
                  id
                  status
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query,
            operation_name="OrderGrantRefundCreate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return OrderGrantRefundCreate.model_validate(data)

    def orders_to_find(
        self,
        first: int,
        search: Union[Optional[str], "UnsetType"] = UNSET,
        where: Union[Optional["OrderWhereInput"], "UnsetType"] = UNSET,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "OrdersToFind":
        from .orders_to_find import OrdersToFind

        query = gql("""
            query OrdersToFind($first: Int!, $search: String, $where: OrderWhereInput, $after: String) {
              orders(first: $first, after: $after, search: $search, where: $where) {
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    id
                    number
                    created
                    status
                    chargeStatus
                    authorizeStatus
                    total {
                      gross {
                        ...MoneyParts
                      }
                    }
                    billingAddress {
                      firstName
                      lastName
                    }
                    shippingAddress {
                      firstName
                      lastName
                      city
                    }
                  }
                }
              }
            }

            fragment MoneyParts on Money {
              amount
              fractionalAmount
              fractionDigits
              currency
            }
            """)
        variables: dict[str, object] = {
            "first": first,
            "search": search,
            "where": where,
            "after": after,
        }
        response = self.execute(
            query=query, operation_name="OrdersToFind", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OrdersToFind.model_validate(data)

    def order_for_desk(
        self,
        number: int,
        language: Union[Optional["LanguageCodeEnum"], "UnsetType"] = UNSET,
        translated: Union[Optional[bool], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "OrderForDesk":
        from .order_for_desk import OrderForDesk

        query = gql("""
            query OrderForDesk($number: Int!, $language: LanguageCodeEnum = EN, $translated: Boolean = false) {
              orders(first: 1, where: {number: {eq: $number}}) {
                edges {
                  node {
                    ...OrderParts
                    events {
                      id
                      type
                      date
                      message
                      app {
                        name
                      }
                      user {
                        email
                      }
                    }
                  }
                }
              }
            }

            fragment AddressParts on Address {
              firstName
              lastName
              companyName
              streetAddress1
              streetAddress2
              city
              cityArea
              postalCode
              country {
                code
                country
              }
              countryArea
              phone
            }

            fragment MoneyParts on Money {
              amount
              fractionalAmount
              fractionDigits
              currency
            }

            fragment OrderParts on Order {
              id
              number
              created
              status
              statusDisplay
              isPaid
              chargeStatus
              authorizeStatus
              userEmail
              checkoutId
              externalReference
              channel {
                slug
              }
              shippingMethodName
              billingAddress {
                ...AddressParts
              }
              shippingAddress {
                ...AddressParts
              }
              subtotal {
                ...TaxedMoneyParts
              }
              shippingPrice {
                ...TaxedMoneyParts
              }
              shippingTaxRate
              total {
                ...TaxedMoneyParts
              }
              totalCharged {
                ...MoneyParts
              }
              totalAuthorized {
                ...MoneyParts
              }
              totalRefunded {
                ...MoneyParts
              }
              totalBalance {
                ...MoneyParts
              }
              voucherCode
              undiscountedShippingPrice {
                ...MoneyParts
              }
              deliveryMethod {
                __typename
                ... on ShippingMethod {
                  id
                  name
                  metadata {
                    key
                    value
                  }
                  minimumDeliveryDays
                  maximumDeliveryDays
                }
              }
              metadata {
                key
                value
              }
              lines {
                id
                productName
                variantName
                productSku
                quantity
                quantityFulfilled
                unitPrice {
                  ...TaxedMoneyParts
                }
                totalPrice {
                  ...TaxedMoneyParts
                }
                undiscountedTotalPrice {
                  gross {
                    ...MoneyParts
                  }
                }
                taxRate
                thumbnail(size: 256, format: WEBP) {
                  url
                  alt
                }
                variant {
                  id
                  product {
                    id
                    slug
                    translation(languageCode: $language) @include(if: $translated) {
                      name
                    }
                    metafields(
                      keys: ["umeed.maker", "umeed.hsn", "umeed.lead_days", "umeed.stock_kind", "umeed.return_days", "umeed.gift_wrap"]
                    )
                    productType {
                      metafields(keys: ["umeed.return_days", "umeed.gift_wrap"])
                    }
                  }
                }
              }
              fulfillments {
                id
                status
                created
                trackingNumber
                lines {
                  quantity
                  orderLine {
                    id
                  }
                }
              }
              transactions {
                id
                pspReference
                name
                actions
                chargedAmount {
                  ...MoneyParts
                }
                authorizedAmount {
                  ...MoneyParts
                }
                events {
                  type
                  createdAt
                  pspReference
                  amount {
                    ...MoneyParts
                  }
                }
              }
            }

            fragment TaxedMoneyParts on TaxedMoney {
              gross {
                ...MoneyParts
              }
              net {
                ...MoneyParts
              }
              tax {
                ...MoneyParts
              }
            }
            """)
        variables: dict[str, object] = {
            "number": number,
            "language": language,
            "translated": translated,
        }
        response = self.execute(
            query=query, operation_name="OrderForDesk", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OrderForDesk.model_validate(data)

    def order_notes(self, id: str, **kwargs: Any) -> "OrderNotes":
        from .order_notes import OrderNotes

        query = gql("""
            query OrderNotes($id: ID!) {
              order(id: $id) {
                id
                events {
                  id
                  type
                  date
                  message
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query, operation_name="OrderNotes", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OrderNotes.model_validate(data)

    def order_note_add(
        self, order: str, input: "OrderNoteInput", **kwargs: Any
    ) -> "OrderNoteAdd":
        from .order_note_add import OrderNoteAdd

        query = gql("""
            mutation OrderNoteAdd($order: ID!, $input: OrderNoteInput!) {
              orderNoteAdd(order: $order, input: $input) {
                event {
                  id
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"order": order, "input": input}
        response = self.execute(
            query=query, operation_name="OrderNoteAdd", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OrderNoteAdd.model_validate(data)

    def orders_of_buyer(
        self,
        ids: list[str],
        first: int,
        language: Union[Optional["LanguageCodeEnum"], "UnsetType"] = UNSET,
        translated: Union[Optional[bool], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "OrdersOfBuyer":
        from .orders_of_buyer import OrdersOfBuyer

        query = gql("""
            query OrdersOfBuyer($ids: [ID!]!, $first: Int!, $language: LanguageCodeEnum = EN, $translated: Boolean = false) {
              orders(first: $first, where: {ids: $ids}) {
                edges {
                  node {
                    id
                    number
                    created
                    status
                    total {
                      gross {
                        ...MoneyParts
                      }
                    }
                    lines {
                      productName
                      quantity
                      thumbnail(size: 256, format: WEBP) {
                        url
                      }
                      variant {
                        product {
                          translation(languageCode: $language) @include(if: $translated) {
                            name
                          }
                        }
                      }
                    }
                    fulfillments {
                      id
                      status
                    }
                  }
                }
              }
            }

            fragment MoneyParts on Money {
              amount
              fractionalAmount
              fractionDigits
              currency
            }
            """)
        variables: dict[str, object] = {
            "ids": ids,
            "first": first,
            "language": language,
            "translated": translated,
        }
        response = self.execute(
            query=query, operation_name="OrdersOfBuyer", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OrdersOfBuyer.model_validate(data)

    def pieces_to_pack(
        self, ids: list[str], first: int, **kwargs: Any
    ) -> "PiecesToPack":
        from .pieces_to_pack import PiecesToPack

        query = gql("""
            query PiecesToPack($ids: [ID!]!, $first: Int!) {
              products(first: $first, where: {ids: $ids}) {
                edges {
                  node {
                    id
                    thumbnail(size: 128, format: WEBP) {
                      url
                    }
                    hi: translation(languageCode: HI) {
                      name
                    }
                    ur: translation(languageCode: UR) {
                      name
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"ids": ids, "first": first}
        response = self.execute(
            query=query, operation_name="PiecesToPack", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return PiecesToPack.model_validate(data)

    def parcel_to_pack(self, id: str, **kwargs: Any) -> "ParcelToPack":
        from .parcel_to_pack import ParcelToPack

        query = gql("""
            query ParcelToPack($id: ID!) {
              order(id: $id) {
                id
                status
                metadata {
                  key
                  value
                }
                shippingAddress {
                  ...AddressParts
                }
                lines {
                  productSku
                  thumbnail(size: 128, format: WEBP) {
                    url
                  }
                  variant {
                    product {
                      hi: translation(languageCode: HI) {
                        name
                      }
                      ur: translation(languageCode: UR) {
                        name
                      }
                    }
                  }
                }
              }
            }

            fragment AddressParts on Address {
              firstName
              lastName
              companyName
              streetAddress1
              streetAddress2
              city
              cityArea
              postalCode
              country {
                code
                country
              }
              countryArea
              phone
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query, operation_name="ParcelToPack", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ParcelToPack.model_validate(data)

    def payment_gateway_initialize(
        self, id: str, **kwargs: Any
    ) -> "PaymentGatewayInitialize":
        from .payment_gateway_initialize import PaymentGatewayInitialize

        query = gql("""
            mutation PaymentGatewayInitialize($id: ID!) {
              paymentGatewayInitialize(id: $id) {
                gatewayConfigs {
                  id
                  data
                  errors {
                    field
                    message
                    code
                  }
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query,
            operation_name="PaymentGatewayInitialize",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return PaymentGatewayInitialize.model_validate(data)

    def transaction_initialize(
        self,
        id: str,
        payment_gateway: "PaymentGatewayToInitialize",
        idempotency_key: str,
        customer_ip_address: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "TransactionInitialize":
        from .transaction_initialize import TransactionInitialize

        query = gql("""
            mutation TransactionInitialize($id: ID!, $paymentGateway: PaymentGatewayToInitialize!, $idempotencyKey: String!, $customerIpAddress: String) {
              transactionInitialize(
                id: $id
                paymentGateway: $paymentGateway
                idempotencyKey: $idempotencyKey
                customerIpAddress: $customerIpAddress
              ) {
                transaction {
                  id
                }
                transactionEvent {
                  type
                  message
                  pspReference
                  amount {
                    ...MoneyParts
                  }
                }
                data
                errors {
                  field
                  message
                  code
                }
              }
            }

            fragment MoneyParts on Money {
              amount
              fractionalAmount
              fractionDigits
              currency
            }
            """)
        variables: dict[str, object] = {
            "id": id,
            "paymentGateway": payment_gateway,
            "idempotencyKey": idempotency_key,
            "customerIpAddress": customer_ip_address,
        }
        response = self.execute(
            query=query,
            operation_name="TransactionInitialize",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TransactionInitialize.model_validate(data)

    def transaction_process(self, id: str, **kwargs: Any) -> "TransactionProcess":
        from .transaction_process import TransactionProcess

        query = gql("""
            mutation TransactionProcess($id: ID!) {
              transactionProcess(id: $id) {
                transaction {
                  id
                }
                transactionEvent {
                  type
                  message
                  pspReference
                  amount {
                    ...MoneyParts
                  }
                }
                data
                errors {
                  field
                  message
                  code
                }
              }
            }

            fragment MoneyParts on Money {
              amount
              fractionalAmount
              fractionDigits
              currency
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query,
            operation_name="TransactionProcess",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TransactionProcess.model_validate(data)

    def transaction_event_report(
        self,
        id: str,
        type_: "TransactionEventTypeEnum",
        amount: Decimal,
        psp_reference: str,
        time: Union[Optional[datetime], "UnsetType"] = UNSET,
        message: Union[Optional[str], "UnsetType"] = UNSET,
        external_url: Union[Optional[str], "UnsetType"] = UNSET,
        available_actions: Union[
            Optional[list["TransactionActionEnum"]], "UnsetType"
        ] = UNSET,
        **kwargs: Any,
    ) -> "TransactionEventReport":
        from .transaction_event_report import TransactionEventReport

        query = gql("""
            mutation TransactionEventReport($id: ID!, $type: TransactionEventTypeEnum!, $amount: PositiveDecimal!, $pspReference: String!, $time: DateTime, $message: String, $externalUrl: String, $availableActions: [TransactionActionEnum!]) {
              transactionEventReport(
                id: $id
                type: $type
                amount: $amount
                pspReference: $pspReference
                time: $time
                message: $message
                externalUrl: $externalUrl
                availableActions: $availableActions
              ) {
                alreadyProcessed
                transaction {
                  id
                }
                transactionEvent {
                  type
                  pspReference
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "id": id,
            "type": type_,
            "amount": decimal_out(amount),
            "pspReference": psp_reference,
            "time": datetime_out(time),
            "message": message,
            "externalUrl": external_url,
            "availableActions": available_actions,
        }
        response = self.execute(
            query=query,
            operation_name="TransactionEventReport",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TransactionEventReport.model_validate(data)

    def transaction_request_action(
        self,
        id: str,
        action_type: "TransactionActionEnum",
        amount: Union[Optional[Decimal], "UnsetType"] = UNSET,
        refund_reason: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "TransactionRequestAction":
        from .transaction_request_action import TransactionRequestAction

        query = gql("""
            mutation TransactionRequestAction($id: ID!, $actionType: TransactionActionEnum!, $amount: PositiveDecimal, $refundReason: String) {
              transactionRequestAction(
                id: $id
                actionType: $actionType
                amount: $amount
                refundReason: $refundReason
              ) {
                transaction {
                  id
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "id": id,
            "actionType": action_type,
            "amount": decimal_out(amount),
            "refundReason": refund_reason,
        }
        response = self.execute(
            query=query,
            operation_name="TransactionRequestAction",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TransactionRequestAction.model_validate(data)

    def transaction_details(self, id: str, **kwargs: Any) -> "TransactionDetails":
        from .transaction_details import TransactionDetails

        query = gql("""
            query TransactionDetails($id: ID!) {
              transaction(id: $id) {
                id
                token
                pspReference
                actions
                chargedAmount {
                  ...MoneyParts
                }
                chargePendingAmount {
                  ...MoneyParts
                }
                authorizedAmount {
                  ...MoneyParts
                }
                refundedAmount {
                  ...MoneyParts
                }
                refundPendingAmount {
                  ...MoneyParts
                }
                canceledAmount {
                  ...MoneyParts
                }
                order {
                  id
                  number
                  status
                }
                checkout {
                  id
                }
                events {
                  type
                  pspReference
                  amount {
                    ...MoneyParts
                  }
                  createdAt
                }
              }
            }

            fragment MoneyParts on Money {
              amount
              fractionalAmount
              fractionDigits
              currency
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query,
            operation_name="TransactionDetails",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TransactionDetails.model_validate(data)

    def transaction_request_refund_for_granted_refund(
        self, granted_refund_id: str, **kwargs: Any
    ) -> "TransactionRequestRefundForGrantedRefund":
        from .transaction_request_refund_for_granted_refund import (
            TransactionRequestRefundForGrantedRefund,
        )

        query = gql("""
            mutation TransactionRequestRefundForGrantedRefund($grantedRefundId: ID!) {
              transactionRequestRefundForGrantedRefund(grantedRefundId: $grantedRefundId) {
                transaction {
                  id
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"grantedRefundId": granted_refund_id}
        response = self.execute(
            query=query,
            operation_name="TransactionRequestRefundForGrantedRefund",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TransactionRequestRefundForGrantedRefund.model_validate(data)

    def product_cards(
        self,
        ids: list[str],
        channel: str,
        language: Union[Optional["LanguageCodeEnum"], "UnsetType"] = UNSET,
        translated: Union[Optional[bool], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "ProductCards":
        from .product_cards import ProductCards

        query = gql("""
            query ProductCards($ids: [ID!]!, $channel: String!, $language: LanguageCodeEnum = EN, $translated: Boolean = false) {
              products(first: 48, channel: $channel, where: {ids: $ids}) {
                edges {
                  node {
                    ...ProductCard
                  }
                }
              }
            }

            fragment ProductCard on Product {
              id
              slug
              name
              translation(languageCode: $language) @include(if: $translated) {
                name
              }
              isAvailable
              isAvailableForPurchase
              thumbnail(size: 512, format: WEBP) {
                url
              }
              pricing {
                onSale
                priceRange {
                  start {
                    gross {
                      fractionalAmount
                      currency
                    }
                  }
                }
                priceRangeUndiscounted {
                  start {
                    gross {
                      fractionalAmount
                      currency
                    }
                  }
                }
              }
              metafields(keys: ["umeed.maker", "umeed.stock_kind", "umeed.lead_days"])
              assignedAttributes(limit: 5) {
                __typename
                ... on AssignedBooleanAttribute {
                  attribute {
                    slug
                  }
                  value
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "ids": ids,
            "channel": channel,
            "language": language,
            "translated": translated,
        }
        response = self.execute(
            query=query, operation_name="ProductCards", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ProductCards.model_validate(data)

    def product_slugs(
        self, ids: list[str], channel: str, **kwargs: Any
    ) -> "ProductSlugs":
        from .product_slugs import ProductSlugs

        query = gql("""
            query ProductSlugs($ids: [ID!]!, $channel: String!) {
              products(first: 100, channel: $channel, where: {ids: $ids}) {
                edges {
                  node {
                    id
                    slug
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"ids": ids, "channel": channel}
        response = self.execute(
            query=query, operation_name="ProductSlugs", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ProductSlugs.model_validate(data)

    def product_list(
        self,
        channel: str,
        first: int,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        where: Union[Optional["ProductWhereInput"], "UnsetType"] = UNSET,
        search: Union[Optional[str], "UnsetType"] = UNSET,
        sort_by: Union[Optional["ProductOrder"], "UnsetType"] = UNSET,
        language: Union[Optional["LanguageCodeEnum"], "UnsetType"] = UNSET,
        translated: Union[Optional[bool], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "ProductList":
        from .product_list import ProductList

        query = gql("""
            query ProductList($channel: String!, $first: Int!, $after: String, $where: ProductWhereInput, $search: String, $sortBy: ProductOrder, $language: LanguageCodeEnum = EN, $translated: Boolean = false) {
              products(
                first: $first
                after: $after
                channel: $channel
                where: $where
                search: $search
                sortBy: $sortBy
              ) {
                totalCount
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    ...ProductCard
                  }
                }
              }
            }

            fragment ProductCard on Product {
              id
              slug
              name
              translation(languageCode: $language) @include(if: $translated) {
                name
              }
              isAvailable
              isAvailableForPurchase
              thumbnail(size: 512, format: WEBP) {
                url
              }
              pricing {
                onSale
                priceRange {
                  start {
                    gross {
                      fractionalAmount
                      currency
                    }
                  }
                }
                priceRangeUndiscounted {
                  start {
                    gross {
                      fractionalAmount
                      currency
                    }
                  }
                }
              }
              metafields(keys: ["umeed.maker", "umeed.stock_kind", "umeed.lead_days"])
              assignedAttributes(limit: 5) {
                __typename
                ... on AssignedBooleanAttribute {
                  attribute {
                    slug
                  }
                  value
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "channel": channel,
            "first": first,
            "after": after,
            "where": where,
            "search": search,
            "sortBy": sort_by,
            "language": language,
            "translated": translated,
        }
        response = self.execute(
            query=query, operation_name="ProductList", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ProductList.model_validate(data)

    def product_details(
        self,
        slug: str,
        channel: str,
        language: Union[Optional["LanguageCodeEnum"], "UnsetType"] = UNSET,
        translated: Union[Optional[bool], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "ProductDetails":
        from .product_details import ProductDetails

        query = gql("""
            query ProductDetails($slug: String!, $channel: String!, $language: LanguageCodeEnum = EN, $translated: Boolean = false) {
              product(slug: $slug, channel: $channel) {
                id
                slug
                name
                description
                seoDescription
                translation(languageCode: $language) @include(if: $translated) {
                  name
                  description
                  seoDescription
                }
                isAvailableForPurchase
                category {
                  slug
                  name
                }
                productType {
                  metafields(keys: ["umeed.return_days", "umeed.gift_wrap"])
                }
                media {
                  alt
                  type
                  sortOrder
                  metafields(keys: ["umeed.alt_hi", "umeed.alt_ur", "umeed.shows"])
                  large: url(size: 1024, format: WEBP)
                  small: url(size: 512, format: WEBP)
                }
                pricing {
                  onSale
                  priceRange {
                    start {
                      gross {
                        ...MoneyParts
                      }
                    }
                  }
                  priceRangeUndiscounted {
                    start {
                      gross {
                        ...MoneyParts
                      }
                    }
                  }
                }
                metadata {
                  key
                  value
                }
                assignedAttributes(limit: 30) {
                  __typename
                  attribute {
                    slug
                    name
                    unit
                  }
                  ... on AssignedSingleChoiceAttribute {
                    choice: value {
                      slug
                      name
                    }
                  }
                  ... on AssignedMultiChoiceAttribute {
                    choices: value(limit: 12) {
                      slug
                      name
                    }
                  }
                  ... on AssignedNumericAttribute {
                    number: value
                  }
                  ... on AssignedBooleanAttribute {
                    flag: value
                  }
                  ... on AssignedPlainTextAttribute {
                    text: value
                  }
                }
                productVariants(first: 20) {
                  edges {
                    node {
                      id
                      name
                      quantityAvailable
                      quantityLimitPerCustomer
                      weight {
                        value
                        unit
                      }
                      pricing {
                        price {
                          gross {
                            ...MoneyParts
                          }
                        }
                      }
                    }
                  }
                }
              }
            }

            fragment MoneyParts on Money {
              amount
              fractionalAmount
              fractionDigits
              currency
            }
            """)
        variables: dict[str, object] = {
            "slug": slug,
            "channel": channel,
            "language": language,
            "translated": translated,
        }
        response = self.execute(
            query=query, operation_name="ProductDetails", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ProductDetails.model_validate(data)

    def category_tree(self, **kwargs: Any) -> "CategoryTree":
        from .category_tree import CategoryTree

        query = gql("""
            query CategoryTree {
              categories(first: 50, level: 0) {
                edges {
                  node {
                    id
                    slug
                    name
                    children(first: 50) {
                      edges {
                        node {
                          id
                          slug
                          name
                        }
                      }
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {}
        response = self.execute(
            query=query, operation_name="CategoryTree", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CategoryTree.model_validate(data)

    def product_texts(
        self, ids: list[str], first: int, **kwargs: Any
    ) -> "ProductTexts":
        from .product_texts import ProductTexts

        query = gql("""
            query ProductTexts($ids: [ID!]!, $first: Int!) {
              products(first: $first, where: {ids: $ids}) {
                edges {
                  node {
                    id
                    ...ProductTextParts
                  }
                }
              }
            }

            fragment ProductTextParts on Product {
              hi: translation(languageCode: HI) {
                name
                description
              }
              ur: translation(languageCode: UR) {
                name
                description
              }
            }
            """)
        variables: dict[str, object] = {"ids": ids, "first": first}
        response = self.execute(
            query=query, operation_name="ProductTexts", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ProductTexts.model_validate(data)

    def orders_to_compare(
        self,
        first: int,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        where: Union[Optional["OrderWhereInput"], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "OrdersToCompare":
        from .orders_to_compare import OrdersToCompare

        query = gql("""
            query OrdersToCompare($first: Int!, $after: String, $where: OrderWhereInput) {
              orders(first: $first, after: $after, where: $where) {
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    id
                    number
                    status
                    created
                    updatedAt
                    checkoutId
                    channel {
                      slug
                    }
                    total {
                      gross {
                        ...MoneyParts
                      }
                    }
                    totalRefunded {
                      ...MoneyParts
                    }
                    shippingAddress {
                      postalCode
                    }
                    fulfillments {
                      id
                      status
                      created
                    }
                    transactions {
                      ...TransactionBooks
                    }
                  }
                }
              }
            }

            fragment MoneyParts on Money {
              amount
              fractionalAmount
              fractionDigits
              currency
            }

            fragment TransactionBooks on TransactionItem {
              id
              modifiedAt
              chargedAmount {
                ...MoneyParts
              }
              chargePendingAmount {
                ...MoneyParts
              }
              authorizedAmount {
                ...MoneyParts
              }
              authorizePendingAmount {
                ...MoneyParts
              }
              refundedAmount {
                ...MoneyParts
              }
              refundPendingAmount {
                ...MoneyParts
              }
              canceledAmount {
                ...MoneyParts
              }
              cancelPendingAmount {
                ...MoneyParts
              }
              events {
                type
                createdAt
                pspReference
                amount {
                  ...MoneyParts
                }
              }
            }
            """)
        variables: dict[str, object] = {"first": first, "after": after, "where": where}
        response = self.execute(
            query=query, operation_name="OrdersToCompare", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OrdersToCompare.model_validate(data)

    def transactions_to_compare(
        self,
        first: int,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        where: Union[Optional["TransactionWhereInput"], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "TransactionsToCompare":
        from .transactions_to_compare import TransactionsToCompare

        query = gql("""
            query TransactionsToCompare($first: Int!, $after: String, $where: TransactionWhereInput) {
              transactions(first: $first, after: $after, where: $where) {
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    ...TransactionBooks
                    order {
                      id
                    }
                    checkout {
                      id
                    }
                  }
                }
              }
            }

            fragment MoneyParts on Money {
              amount
              fractionalAmount
              fractionDigits
              currency
            }

            fragment TransactionBooks on TransactionItem {
              id
              modifiedAt
              chargedAmount {
                ...MoneyParts
              }
              chargePendingAmount {
                ...MoneyParts
              }
              authorizedAmount {
                ...MoneyParts
              }
              authorizePendingAmount {
                ...MoneyParts
              }
              refundedAmount {
                ...MoneyParts
              }
              refundPendingAmount {
                ...MoneyParts
              }
              canceledAmount {
                ...MoneyParts
              }
              cancelPendingAmount {
                ...MoneyParts
              }
              events {
                type
                createdAt
                pspReference
                amount {
                  ...MoneyParts
                }
              }
            }
            """)
        variables: dict[str, object] = {"first": first, "after": after, "where": where}
        response = self.execute(
            query=query,
            operation_name="TransactionsToCompare",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TransactionsToCompare.model_validate(data)

    def products_to_compare(
        self,
        channel: str,
        first: int,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        where: Union[Optional["ProductWhereInput"], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "ProductsToCompare":
        from .products_to_compare import ProductsToCompare

        query = gql("""
            query ProductsToCompare($channel: String!, $first: Int!, $after: String, $where: ProductWhereInput) {
              products(first: $first, after: $after, channel: $channel, where: $where) {
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    ...ProductForIndexParts
                  }
                }
              }
            }

            fragment AttributeParts on AssignedAttribute {
              __typename
              attribute {
                slug
                name
                inputType
                unit
              }
              ... on AssignedSingleChoiceAttribute {
                choice: value {
                  slug
                  name
                }
              }
              ... on AssignedMultiChoiceAttribute {
                choices: value(limit: 12) {
                  slug
                  name
                }
              }
              ... on AssignedNumericAttribute {
                number: value
              }
              ... on AssignedBooleanAttribute {
                flag: value
              }
              ... on AssignedPlainTextAttribute {
                text: value
              }
              ... on AssignedSinglePageReferenceAttribute {
                page: value {
                  id
                  slug
                  title
                }
              }
            }

            fragment MoneyParts on Money {
              amount
              fractionalAmount
              fractionDigits
              currency
            }

            fragment ProductForIndexParts on Product {
              id
              slug
              name
              description
              created
              updatedAt
              externalReference
              isAvailable
              isAvailableForPurchase
              category {
                slug
                ancestors(first: 5) {
                  edges {
                    node {
                      slug
                    }
                  }
                }
              }
              productType {
                slug
              }
              channelListings {
                isPublished
                visibleInListings
                channel {
                  slug
                }
              }
              pricing {
                priceRange {
                  start {
                    gross {
                      ...MoneyParts
                    }
                  }
                }
              }
              metadata {
                key
                value
              }
              ...ProductTextParts
              assignedAttributes(limit: 30) {
                ...AttributeParts
              }
            }

            fragment ProductTextParts on Product {
              hi: translation(languageCode: HI) {
                name
                description
              }
              ur: translation(languageCode: UR) {
                name
                description
              }
            }
            """)
        variables: dict[str, object] = {
            "channel": channel,
            "first": first,
            "after": after,
            "where": where,
        }
        response = self.execute(
            query=query,
            operation_name="ProductsToCompare",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProductsToCompare.model_validate(data)

    def stall_goods(self, ids: list[str], first: int, **kwargs: Any) -> "StallGoods":
        from .stall_goods import StallGoods

        query = gql("""
            query StallGoods($ids: [ID!]!, $first: Int!) {
              products(first: $first, where: {ids: $ids}) {
                edges {
                  node {
                    id
                    name
                    hi: translation(languageCode: HI) {
                      name
                    }
                    ur: translation(languageCode: UR) {
                      name
                    }
                    category {
                      slug
                      name
                    }
                    thumbnail(size: 128, format: WEBP) {
                      url
                    }
                    metafields(keys: ["umeed.maker", "umeed.hsn", "umeed.handmade"])
                    productVariants(first: 50) {
                      edges {
                        node {
                          id
                          sku
                          name
                          externalReference
                          channelListings {
                            channel {
                              slug
                            }
                            price {
                              ...MoneyParts
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }

            fragment MoneyParts on Money {
              amount
              fractionalAmount
              fractionDigits
              currency
            }
            """)
        variables: dict[str, object] = {"ids": ids, "first": first}
        response = self.execute(
            query=query, operation_name="StallGoods", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return StallGoods.model_validate(data)

    def order_bulk_create(
        self, orders: list["OrderBulkCreateInput"], **kwargs: Any
    ) -> "OrderBulkCreate":
        from .order_bulk_create import OrderBulkCreate

        query = gql("""
            mutation OrderBulkCreate($orders: [OrderBulkCreateInput!]!) {
              orderBulkCreate(
                orders: $orders
                errorPolicy: IGNORE_FAILED
                stockUpdatePolicy: FORCE
              ) {
                count
                results {
                  order {
                    ...BilledOrder
                  }
                  errors {
                    path
                    message
                    code
                  }
                }
                errors {
                  path
                  message
                  code
                }
              }
            }

            fragment BilledOrder on Order {
              id
              number
              externalReference
              lines {
                id
                productSku
                quantity
                metafield(key: "umeed.line")
              }
            }
            """)
        variables: dict[str, object] = {"orders": orders}
        response = self.execute(
            query=query, operation_name="OrderBulkCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OrderBulkCreate.model_validate(data)

    def order_of_bill(self, reference: str, **kwargs: Any) -> "OrderOfBill":
        from .order_of_bill import OrderOfBill

        query = gql("""
            query OrderOfBill($reference: String!) {
              order(externalReference: $reference) {
                ...BilledOrder
              }
            }

            fragment BilledOrder on Order {
              id
              number
              externalReference
              lines {
                id
                productSku
                quantity
                metafield(key: "umeed.line")
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference}
        response = self.execute(
            query=query, operation_name="OrderOfBill", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OrderOfBill.model_validate(data)

    def transaction_create(
        self, id: str, transaction: "TransactionCreateInput", **kwargs: Any
    ) -> "TransactionCreate":
        from .transaction_create import TransactionCreate

        query = gql("""
            mutation TransactionCreate($id: ID!, $transaction: TransactionCreateInput!) {
              transactionCreate(id: $id, transaction: $transaction) {
                transaction {
                  id
                }
                errors {
                  field
                  message
                  code
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "transaction": transaction}
        response = self.execute(
            query=query,
            operation_name="TransactionCreate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TransactionCreate.model_validate(data)

    def variant_stocks(self, id: str, **kwargs: Any) -> "VariantStocks":
        from .variant_stocks import VariantStocks

        query = gql("""
            query VariantStocks($id: ID!) {
              productVariant(id: $id) {
                id
                sku
                stocks {
                  quantity
                  quantityAllocated
                  warehouse {
                    id
                    slug
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query, operation_name="VariantStocks", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return VariantStocks.model_validate(data)

    def stocks_of_variants(
        self, ids: list[str], first: int, **kwargs: Any
    ) -> "StocksOfVariants":
        from .stocks_of_variants import StocksOfVariants

        query = gql("""
            query StocksOfVariants($ids: [ID!]!, $first: Int!) {
              productVariants(ids: $ids, first: $first) {
                edges {
                  node {
                    id
                    stocks {
                      quantity
                      quantityAllocated
                      warehouse {
                        id
                        slug
                      }
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"ids": ids, "first": first}
        response = self.execute(
            query=query,
            operation_name="StocksOfVariants",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return StocksOfVariants.model_validate(data)

    def warehouses(
        self, after: Union[Optional[str], "UnsetType"] = UNSET, **kwargs: Any
    ) -> "Warehouses":
        from .warehouses import Warehouses

        query = gql("""
            query Warehouses($after: String) {
              warehouses(first: 100, after: $after) {
                pageInfo {
                  ...PageParts
                }
                edges {
                  node {
                    id
                    slug
                    name
                  }
                }
              }
            }

            fragment PageParts on PageInfo {
              hasNextPage
              endCursor
            }
            """)
        variables: dict[str, object] = {"after": after}
        response = self.execute(
            query=query, operation_name="Warehouses", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Warehouses.model_validate(data)

    def terms_of_types(
        self, after: Union[Optional[str], "UnsetType"] = UNSET, **kwargs: Any
    ) -> "TermsOfTypes":
        from .terms_of_types import TermsOfTypes

        query = gql("""
            query TermsOfTypes($after: String) {
              productTypes(first: 100, after: $after) {
                pageInfo {
                  ...PageParts
                }
                edges {
                  node {
                    id
                    slug
                    name
                    metafields(keys: ["umeed.return_days", "umeed.gift_wrap"])
                  }
                }
              }
            }

            fragment PageParts on PageInfo {
              hasNextPage
              endCursor
            }
            """)
        variables: dict[str, object] = {"after": after}
        response = self.execute(
            query=query, operation_name="TermsOfTypes", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return TermsOfTypes.model_validate(data)

    def terms_of_product(
        self,
        slug: Union[Optional[str], "UnsetType"] = UNSET,
        reference: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "TermsOfProduct":
        from .terms_of_product import TermsOfProduct

        query = gql("""
            query TermsOfProduct($slug: String, $reference: String) {
              product(slug: $slug, externalReference: $reference) {
                id
                slug
                name
                externalReference
                metafields(
                  keys: ["umeed.hsn", "umeed.stock_kind", "umeed.return_days", "umeed.gift_wrap"]
                )
                productType {
                  id
                  slug
                  name
                  metafields(keys: ["umeed.return_days", "umeed.gift_wrap"])
                }
              }
            }
            """)
        variables: dict[str, object] = {"slug": slug, "reference": reference}
        response = self.execute(
            query=query, operation_name="TermsOfProduct", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return TermsOfProduct.model_validate(data)

    def checkout_add_promo_code(
        self, id: str, code: str, **kwargs: Any
    ) -> "CheckoutAddPromoCode":
        from .checkout_add_promo_code import CheckoutAddPromoCode

        query = gql("""
            mutation CheckoutAddPromoCode($id: ID!, $code: String!) {
              checkoutAddPromoCode(id: $id, promoCode: $code) {
                checkout {
                  id
                  voucherCode
                }
                errors {
                  ...CheckoutErrorParts
                }
              }
            }

            fragment CheckoutErrorParts on CheckoutError {
              field
              message
              code
              variants
              lines
            }
            """)
        variables: dict[str, object] = {"id": id, "code": code}
        response = self.execute(
            query=query,
            operation_name="CheckoutAddPromoCode",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CheckoutAddPromoCode.model_validate(data)

    def checkout_remove_promo_code(
        self, id: str, code: str, **kwargs: Any
    ) -> "CheckoutRemovePromoCode":
        from .checkout_remove_promo_code import CheckoutRemovePromoCode

        query = gql("""
            mutation CheckoutRemovePromoCode($id: ID!, $code: String!) {
              checkoutRemovePromoCode(id: $id, promoCode: $code) {
                checkout {
                  id
                  voucherCode
                }
                errors {
                  ...CheckoutErrorParts
                }
              }
            }

            fragment CheckoutErrorParts on CheckoutError {
              field
              message
              code
              variants
              lines
            }
            """)
        variables: dict[str, object] = {"id": id, "code": code}
        response = self.execute(
            query=query,
            operation_name="CheckoutRemovePromoCode",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CheckoutRemovePromoCode.model_validate(data)

    def vouchers_list(
        self,
        first: int,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        filter_: Union[Optional["VoucherFilterInput"], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "VouchersList":
        from .vouchers_list import VouchersList

        query = gql("""
            query VouchersList($first: Int!, $after: String, $filter: VoucherFilterInput) {
              vouchers(first: $first, after: $after, filter: $filter) {
                pageInfo {
                  hasNextPage
                  endCursor
                }
                edges {
                  node {
                    ...VoucherParts
                  }
                }
              }
            }

            fragment MoneyParts on Money {
              amount
              fractionalAmount
              fractionDigits
              currency
            }

            fragment VoucherParts on Voucher {
              id
              name
              code
              codes(first: 100) {
                edges {
                  node {
                    id
                    code
                    used
                    isActive
                  }
                }
              }
              type
              discountValueType
              applyOncePerOrder
              applyOncePerCustomer
              onlyForStaff
              usageLimit
              used
              startDate
              endDate
              minCheckoutItemsQuantity
              metafields(keys: ["umeed.bearer", "umeed.form"])
              categories(first: 100) {
                edges {
                  node {
                    id
                    name
                  }
                }
              }
              channelListings {
                id
                channel {
                  slug
                }
                discountValue
                currency
                minSpent {
                  ...MoneyParts
                }
              }
            }
            """)
        variables: dict[str, object] = {
            "first": first,
            "after": after,
            "filter": filter_,
        }
        response = self.execute(
            query=query, operation_name="VouchersList", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return VouchersList.model_validate(data)

    def voucher_details(self, id: str, **kwargs: Any) -> "VoucherDetails":
        from .voucher_details import VoucherDetails

        query = gql("""
            query VoucherDetails($id: ID!) {
              voucher(id: $id) {
                ...VoucherParts
              }
            }

            fragment MoneyParts on Money {
              amount
              fractionalAmount
              fractionDigits
              currency
            }

            fragment VoucherParts on Voucher {
              id
              name
              code
              codes(first: 100) {
                edges {
                  node {
                    id
                    code
                    used
                    isActive
                  }
                }
              }
              type
              discountValueType
              applyOncePerOrder
              applyOncePerCustomer
              onlyForStaff
              usageLimit
              used
              startDate
              endDate
              minCheckoutItemsQuantity
              metafields(keys: ["umeed.bearer", "umeed.form"])
              categories(first: 100) {
                edges {
                  node {
                    id
                    name
                  }
                }
              }
              channelListings {
                id
                channel {
                  slug
                }
                discountValue
                currency
                minSpent {
                  ...MoneyParts
                }
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query, operation_name="VoucherDetails", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return VoucherDetails.model_validate(data)

    def voucher_create(self, input: "VoucherInput", **kwargs: Any) -> "VoucherCreate":
        from .voucher_create import VoucherCreate

        query = gql("""
            mutation VoucherCreate($input: VoucherInput!) {
              voucherCreate(input: $input) {
                voucher {
                  id
                  code
                }
                errors {
                  ...DiscountErrorParts
                }
              }
            }

            fragment DiscountErrorParts on DiscountError {
              field
              message
              code
              voucherCodes
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = self.execute(
            query=query, operation_name="VoucherCreate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return VoucherCreate.model_validate(data)

    def voucher_update(
        self, id: str, input: "VoucherInput", **kwargs: Any
    ) -> "VoucherUpdate":
        from .voucher_update import VoucherUpdate

        query = gql("""
            mutation VoucherUpdate($id: ID!, $input: VoucherInput!) {
              voucherUpdate(id: $id, input: $input) {
                voucher {
                  id
                  endDate
                }
                errors {
                  ...DiscountErrorParts
                }
              }
            }

            fragment DiscountErrorParts on DiscountError {
              field
              message
              code
              voucherCodes
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query, operation_name="VoucherUpdate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return VoucherUpdate.model_validate(data)

    def voucher_channel_listing_update(
        self, id: str, input: "VoucherChannelListingInput", **kwargs: Any
    ) -> "VoucherChannelListingUpdate":
        from .voucher_channel_listing_update import VoucherChannelListingUpdate

        query = gql("""
            mutation VoucherChannelListingUpdate($id: ID!, $input: VoucherChannelListingInput!) {
              voucherChannelListingUpdate(id: $id, input: $input) {
                voucher {
                  id
                }
                errors {
                  ...DiscountErrorParts
                }
              }
            }

            fragment DiscountErrorParts on DiscountError {
              field
              message
              code
              voucherCodes
            }
            """)
        variables: dict[str, object] = {"id": id, "input": input}
        response = self.execute(
            query=query,
            operation_name="VoucherChannelListingUpdate",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return VoucherChannelListingUpdate.model_validate(data)

    def voucher_delete(self, id: str, **kwargs: Any) -> "VoucherDelete":
        from .voucher_delete import VoucherDelete

        query = gql("""
            mutation VoucherDelete($id: ID!) {
              voucherDelete(id: $id) {
                voucher {
                  id
                }
                errors {
                  ...DiscountErrorParts
                }
              }
            }

            fragment DiscountErrorParts on DiscountError {
              field
              message
              code
              voucherCodes
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = self.execute(
            query=query, operation_name="VoucherDelete", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return VoucherDelete.model_validate(data)
