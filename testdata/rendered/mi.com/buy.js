// The script of a buy page of mi.com, as one might be: what it sells comes from the gateway, on another host, after the
// page; the price is filled in last.
const tag = location.pathname.split("/")[3];
const section = document.querySelector(".information-section");
fetch("https://ams-go.buy.mi.com/uk/v2/item/productdetail?tag=" + tag + "&from=pc", {credentials: "include", headers: {"X-Requested-With": "XMLHttpRequest"}})
  .then((r) => r.json())
  .then(({data}) => {
    const item = data.item_detail.spu_list[0].item_list[0];
    section.innerHTML = '<h1 class="information-section__product-title"></h1><p class="information-section__product-sku-info"></p>' +
      '<p class="information-section__product-price"><strong></strong></p>';
    section.querySelector("h1").textContent = data.item_detail.spu_list[0].spu_name;
    section.querySelector(".information-section__product-sku-info").textContent = item.item_name.replace(/^POCO X7 /, "");
    setTimeout(() => { section.querySelector("strong").textContent = "£" + item.price; }, 300);
  });
